namespace OpsLog.Core.Store;

/// <summary>A record in an archive segment.</summary>
/// <param name="Id">The id.</param>
/// <param name="Value">The record, one JSON object in UTF-8.</param>
public sealed record ArchivedRecord(string Id, ReadOnlyMemory<byte> Value);
