namespace OpsLog.Core.Model;

/// <summary>A removed record in a snapshot's header.</summary>
/// <param name="Id">The id's bytes.</param>
/// <param name="Stamp">The stamp of the operation that removed it.</param>
internal sealed record SnapshotTombstone(byte[] Id, RecordStamp Stamp);
