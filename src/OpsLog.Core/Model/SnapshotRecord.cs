namespace OpsLog.Core.Model;

/// <summary>A record as it stands on a snapshot's line: slices of the line, so it lives only as long as the line's buffer.</summary>
internal readonly ref struct SnapshotRecord(ReadOnlySpan<byte> rawId, ReadOnlySpan<byte> value, RecordStamp? stamp)
{
    /// <summary>The id between its quotes, escapes as written.</summary>
    public readonly ReadOnlySpan<byte> RawId = rawId;

    /// <summary>The record, as written.</summary>
    public readonly ReadOnlySpan<byte> Value = value;

    /// <summary>The stamp of the operation it is from; null where the line has none.</summary>
    public readonly RecordStamp? Stamp = stamp;
}
