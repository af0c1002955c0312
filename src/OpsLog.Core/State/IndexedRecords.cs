namespace OpsLog.Core.State;

/// <summary>The records that indexes returned for a filter, as of one moment. The filter has to be applied to them.</summary>
/// <param name="View">All records at that moment.</param>
/// <param name="Cursors">The cursors in <paramref name="View"/> of the records that the filter has to be applied to, in order.</param>
/// <param name="Certain">The number of other records that the filter certainly selects; 0 if they were not asked for.</param>
/// <param name="Properties">The properties whose indexes were used.</param>
public sealed record IndexedRecords(RecordView View, ReadOnlyMemory<int> Cursors, long Certain, IReadOnlyList<string> Properties);
