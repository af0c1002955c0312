namespace OpsLog.Core.Store;

/// <summary>Brings one record to the caller's schema version.</summary>
/// <param name="id">The record's id.</param>
/// <param name="value">The record, one JSON object in UTF-8.</param>
/// <param name="fromVersion">The schema version it is at.</param>
/// <returns>The record at the new version, one JSON object in UTF-8.</returns>
public delegate ReadOnlyMemory<byte> RecordMigration(string id, ReadOnlyMemory<byte> value, int fromVersion);
