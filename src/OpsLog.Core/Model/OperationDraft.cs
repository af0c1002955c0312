namespace OpsLog.Core.Model;

/// <summary>One operation about to be written; the id as its bytes, the rest as it goes onto the line.</summary>
internal ref struct OperationDraft
{
    public long UnixMs;
    public OperationKind Kind;
    public ReadOnlySpan<byte> Id;
    public ReadOnlySpan<byte> Data;
    public ReadOnlySpan<byte> Previous;
    public bool IsDelta;
    public BatchMark Batch;
    public int UndoRank;

    /// <summary>The writing agent's id; empty for a single writer.</summary>
    public ReadOnlySpan<byte> Agent;

    /// <summary>The Lamport clock, which a line of a single writer gives as <c>at</c>; 0 where none is kept.</summary>
    public long Clock;
    public string? Segment;

    /// <summary>The archived record whose place in the segment this one takes; empty where it takes none.</summary>
    public ReadOnlySpan<byte> Replaced;
}
