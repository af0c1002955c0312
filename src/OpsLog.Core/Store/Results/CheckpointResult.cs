namespace OpsLog.Core.Store;

/// <summary>What a checkpoint wrote.</summary>
/// <param name="Taken">Whether a checkpoint was taken; false if nothing was written since the last one.</param>
/// <param name="Records">Records in the snapshot.</param>
/// <param name="Operations">Operations that the snapshot now covers, so that the next opening need not replay them.</param>
/// <param name="SnapshotBytes">The snapshot's length in bytes.</param>
public sealed record CheckpointResult(bool Taken, long Records, long Operations, long SnapshotBytes);
