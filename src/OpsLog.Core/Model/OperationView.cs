using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>
/// One operation as it stands on a log line: slices of the line, so it lives only as long as the line's buffer.
/// </summary>
internal ref struct OperationView
{
    public ReadOnlySpan<byte> Timestamp;
    public OperationKind Kind;

    /// <summary>The id between its quotes, escapes as written.</summary>
    public ReadOnlySpan<byte> RawId;

    /// <summary>The record after a set; empty for a delete.</summary>
    public ReadOnlySpan<byte> Data;

    /// <summary>The record before, or the reverse patch where <see cref="IsDelta"/>; empty for a create.</summary>
    public ReadOnlySpan<byte> Previous;

    public bool IsDelta;

    /// <summary>The agent that wrote it, between its quotes; empty for a single writer.</summary>
    public ReadOnlySpan<byte> RawAgent;

    /// <summary>The Lamport clock; null where the writer kept none.</summary>
    public long? Clock;

    public BatchMark Batch;

    /// <summary>0; or, for an operation that takes an earlier one back, its rank among those with the same clock.</summary>
    public int UndoRank;

    /// <summary>The archive segment its record moved to, between its quotes; empty for any other operation.</summary>
    public ReadOnlySpan<byte> RawSegment;

    /// <summary>The archived record whose place in the segment its record took; empty where it took none.</summary>
    public ReadOnlySpan<byte> Replaced;

    /// <summary>Whether the line has a key that neither this engine nor the npm package writes; it means nothing here.</summary>
    public bool HasUnknownKey;

    public readonly bool IsUndo => UndoRank > 0;

    /// <summary>Whether the line's checksum is there and right.</summary>
    public bool IsSealed;

    /// <summary>The record after a set as it is kept, on one line; our own lines hold it so already.</summary>
    public readonly ReadOnlySpan<byte> CompactData(ByteBuffer scratch)
    {
        if (IsSealed)
        {
            return Data;
        }

        scratch.Clear();
        RecordJson.Minify(Data, scratch);
        return scratch.Span;
    }
}
