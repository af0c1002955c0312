namespace OpsLog.Core.Model;

/// <summary>The figures of the last checkpoint in the manifest.</summary>
/// <param name="ActiveRecords">Records in the current snapshot.</param>
/// <param name="ArchivedRecords">Records moved to archive segments so far.</param>
/// <param name="OpsCount">Operations in the active log when the manifest was written.</param>
/// <param name="Created">The time when the store was created, ISO 8601.</param>
/// <param name="LastCheckpoint">The time when the current snapshot was written, ISO 8601.</param>
internal sealed record ManifestStats(
    long ActiveRecords, long ArchivedRecords, long OpsCount, string Created, string LastCheckpoint);
