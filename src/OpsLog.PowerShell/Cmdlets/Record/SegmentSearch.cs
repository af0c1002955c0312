using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Searches archive segments one after the other, and keeps the ids that were in none of them.</summary>
/// <param name="store">The store.</param>
/// <param name="sink">Gets the records.</param>
/// <param name="wanted">The ids; null for all records.</param>
internal sealed class SegmentSearch(OpsLogStore store, RecordSink sink, IdSet? wanted)
{
    private readonly HashSet<string> _missing = [.. wanted?.Literal ?? []];

    /// <summary>The ids that no segment contained so far.</summary>
    public IEnumerable<string> Missing => _missing;

    /// <summary>The ids of the active records if those are returned instead of the archived ones; otherwise null.</summary>
    public IReadOnlySet<string>? Active { get; init; }

    /// <summary>Whether no segment can contain anything that is required.</summary>
    public bool IsComplete => sink.IsFull && _missing.Count == 0;

    /// <summary>Searches a segment.</summary>
    /// <param name="segment">The name of the segment.</param>
    /// <param name="progress">Counts the records.</param>
    /// <param name="stopped">Ends the search.</param>
    public void Search(string segment, ProgressReport progress, CancellationToken stopped)
    {
        if (IsComplete)
        {
            return;
        }

        foreach (ArchivedRecord record in store.ReadSegment(segment))
        {
            progress.Step();
            _missing.Remove(record.Id);
            if ((wanted is null || wanted.Contains(record.Id)) && Active?.Contains(record.Id) != true)
            {
                sink.Offer(new RecordRef(record.Id, record.Value.Span));
            }

            if (IsComplete || stopped.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
