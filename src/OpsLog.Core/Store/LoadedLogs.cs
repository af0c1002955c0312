namespace OpsLog.Core.Store;

/// <summary>What replaying the logs found.</summary>
/// <param name="Operations">Operations that count.</param>
/// <param name="WholeLength">The length of the active log up to its last whole step, in bytes.</param>
/// <param name="Clock">The highest Lamport clock; 0 where no agent has written.</param>
internal readonly record struct LoadedLogs(long Operations, long WholeLength, long Clock);
