using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>One operation on a log line: slices of the line, which are valid as long as the buffer of the line.</summary>
internal ref struct OperationView
{
    public ReadOnlySpan<byte> Timestamp;
    public OperationKind Kind;

    /// <summary>The id between its quotes, escapes as written.</summary>
    public ReadOnlySpan<byte> RawId;

    /// <summary>The record after a set; empty for a delete.</summary>
    public ReadOnlySpan<byte> Data;

    /// <summary>The previous record, or the reverse patch if <see cref="IsDelta"/>; empty for a create.</summary>
    public ReadOnlySpan<byte> Previous;

    public bool IsDelta;

    /// <summary>The agent that wrote it, between its quotes; empty for a single writer.</summary>
    public ReadOnlySpan<byte> RawAgent;

    /// <summary>The Lamport clock; null if the writer kept none.</summary>
    public long? Clock;

    public BatchMark Batch;

    /// <summary>0, or, for an operation that undoes an earlier one, its rank among operations with the same clock.</summary>
    public int UndoRank;

    /// <summary>The archive segment its record moved to or came from, between its quotes; empty for any other operation.</summary>
    public ReadOnlySpan<byte> RawSegment;

    /// <summary>The archived record that its record replaced in the segment; empty if it replaced none.</summary>
    public ReadOnlySpan<byte> Replaced;

    /// <summary>Who made the step, between its quotes; empty if it is not known, and on all lines of a batch but the first.</summary>
    public ReadOnlySpan<byte> RawAuthor;

    /// <summary>Why, between its quotes; empty where no comment was given, and on all lines of a batch but the first.</summary>
    public ReadOnlySpan<byte> RawComment;

    /// <summary>The place of the step that this one takes back by itself, as it is written; empty for any other step.</summary>
    public ReadOnlySpan<byte> RawUndoes;

    /// <summary>Whether the line contains a key that neither this engine nor the npm package writes; it is ignored.</summary>
    public bool HasUnknownKey;

    /// <summary>Whether it takes back the last operation that was not taken back before, in whose place it is in the order.</summary>
    public readonly bool IsUndo => UndoRank > 0;

    /// <summary>Whether the line has a correct checksum.</summary>
    public bool IsSealed;

    /// <summary>
    /// The record after a set, on one line as it is kept; lines of this engine contain it in this form already.
    /// </summary>
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
