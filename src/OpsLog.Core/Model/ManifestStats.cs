namespace OpsLog.Core.Model;

/// <summary>The manifest's figures, as of the last checkpoint.</summary>
/// <param name="ActiveRecords">Records in the current snapshot.</param>
/// <param name="ArchivedRecords">Records moved to archive segments so far.</param>
/// <param name="OpsCount">Operations in the active log when the manifest was written.</param>
/// <param name="Created">When the store was made, ISO 8601.</param>
/// <param name="LastCheckpoint">When the current snapshot was taken, ISO 8601.</param>
internal sealed record ManifestStats(
    long ActiveRecords, long ArchivedRecords, long OpsCount, string Created, string LastCheckpoint);
