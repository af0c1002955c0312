namespace OpsLog.Core.Model;

/// <summary>An operation to write; the id as its bytes, the other values as they are written to the line.</summary>
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

    /// <summary>What the first line of a step contains about all of it (<see cref="Model.StepHead"/>); empty on its other lines.</summary>
    public ReadOnlySpan<byte> StepHead;

    /// <summary>The id of the agent that writes; empty for a single writer.</summary>
    public ReadOnlySpan<byte> Agent;

    /// <summary>The Lamport clock, which a line of a single writer contains as <c>at</c>; 0 if none is kept.</summary>
    public long Clock;
    public string? Segment;

    /// <summary>The archived record that this one replaces in the segment; empty if it replaces none.</summary>
    public ReadOnlySpan<byte> Replaced;
}
