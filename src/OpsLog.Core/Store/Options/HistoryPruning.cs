namespace OpsLog.Core.Store;

/// <summary>Which kept logs are to be removed. If both limits are given, a log is removed only if both permit it.</summary>
/// <param name="OlderThan">A log is removed only if all of its operations are older than this time, UTC; null for no limit.</param>
/// <param name="Keep">The number of kept logs that stay, the newest; null for no limit.</param>
public sealed record HistoryPruning(DateTime? OlderThan = null, int? Keep = null);
