namespace OpsLog.Core.State;

/// <summary>One change of the table, with everything that is required to revert it.</summary>
/// <param name="Index">The entry that changed.</param>
/// <param name="Before">The previous entry; vacant if there was none.</param>
internal readonly record struct RecordChange(int Index, RecordEntry Before)
{
    /// <summary>No change, because a later operation already applies.</summary>
    public static RecordChange None => new(-1, default);
}
