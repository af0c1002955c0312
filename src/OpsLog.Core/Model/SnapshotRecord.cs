namespace OpsLog.Core.Model;

/// <summary>A record on a snapshot's line: slices of the line, which are valid as long as the buffer of the line.</summary>
internal readonly ref struct SnapshotRecord(ReadOnlySpan<byte> rawId, ReadOnlySpan<byte> value, RecordStamp? stamp)
{
    /// <summary>The id between its quotes, escapes as written.</summary>
    public readonly ReadOnlySpan<byte> RawId = rawId;

    /// <summary>The record, as written.</summary>
    public readonly ReadOnlySpan<byte> Value = value;

    /// <summary>The stamp of the operation that wrote it; null if the line has none.</summary>
    public readonly RecordStamp? Stamp = stamp;
}
