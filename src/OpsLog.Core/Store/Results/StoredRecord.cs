namespace OpsLog.Core.Store;

/// <summary>A record of a snapshot, as it was when the snapshot was written.</summary>
/// <param name="Id">The id.</param>
/// <param name="Value">The record, one JSON object in UTF-8.</param>
/// <param name="Clock">The clock of the agent's operation that wrote it; null if the snapshot contains none.</param>
/// <param name="Agent">The agent that wrote it; null if the snapshot contains none, and empty for a single writer beside agents.</param>
public sealed record StoredRecord(string Id, ReadOnlyMemory<byte> Value, long? Clock, string? Agent);
