namespace OpsLog.Core.State;

/// <summary>One change of the table, as much as it takes to take it back.</summary>
/// <param name="Index">The entry that changed.</param>
/// <param name="Before">The entry before; vacant where there was none.</param>
internal readonly record struct RecordChange(int Index, RecordEntry Before)
{
    /// <summary>No change: a later operation stays in place.</summary>
    public static RecordChange None => new(-1, default);
}
