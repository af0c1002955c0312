namespace OpsLog.Core.Store;

/// <summary>A superseded log, which the store keeps as history.</summary>
/// <param name="Log">The log, as a name within the store.</param>
/// <param name="Path">Its path or address.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="From">The time of its first operation, UTC; null if that can't be read.</param>
/// <param name="Until">The time of its last operation, UTC; if that can't be read, the time of the last write to the file.</param>
public sealed record KeptLog(string Log, string Path, long Bytes, DateTime? From, DateTime Until);
