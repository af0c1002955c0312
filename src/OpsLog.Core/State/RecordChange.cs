namespace OpsLog.Core.State;

/// <summary>One change of the table, as much as it takes to take it back.</summary>
/// <param name="Index">The entry that changed.</param>
/// <param name="Before">The entry before; vacant where there was none.</param>
internal readonly record struct RecordChange(int Index, RecordEntry Before);
