namespace OpsLog.Core.Store;

/// <summary>
/// Which superseded logs are kept. They are the audit trail and what undo reaches back into; what is pruned at a
/// checkpoint is gone from both.
/// </summary>
/// <param name="MaximumLogs">The most superseded logs to keep, the newest; null for no limit.</param>
/// <param name="MaximumAge">The longest time for which a superseded log is kept; null for no limit.</param>
public sealed record HistoryRetention(int? MaximumLogs = null, TimeSpan? MaximumAge = null)
{
    /// <summary>Keeps everything; the default.</summary>
    public static HistoryRetention Everything { get; } = new();
}
