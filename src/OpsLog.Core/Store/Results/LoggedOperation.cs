using OpsLog.Core.Model;

namespace OpsLog.Core.Store;

/// <summary>One operation from the log, with the record before and after it.</summary>
public sealed record LoggedOperation
{
    /// <summary>When it was written, UTC; null if its timestamp can't be read as a time.</summary>
    public required DateTime? Time { get; init; }

    /// <summary>What it did.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>The record's id.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The record before, one JSON object in UTF-8; null for a record that was created, and where the log does not contain it
    /// it in a form that can be read.
    /// </summary>
    public required ReadOnlyMemory<byte>? Before { get; init; }

    /// <summary>The record after, one JSON object in UTF-8; null for a record that was removed.</summary>
    public required ReadOnlyMemory<byte>? After { get; init; }

    /// <summary>The agent that wrote it; null for a single writer.</summary>
    public string? Agent { get; init; }

    /// <summary>The Lamport clock; null where the writer kept none.</summary>
    public long? Clock { get; init; }

    /// <summary>Who made it: the author of the store object or of the call; null if it has none. The operations of a step have one author.</summary>
    public string? Author { get; init; }

    /// <summary>Why it was made; null if it has no comment. The operations of a step have one comment.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether it takes an earlier operation back.</summary>
    public bool IsUndo => UndoRank > 0 || Undoes is not null;

    /// <summary>Its place in a batch, from 1; 0 outside of one.</summary>
    public int BatchIndex { get; init; }

    /// <summary>How many operations the batch has; 0 outside of one.</summary>
    public int BatchCount { get; init; }

    /// <summary>The archive segment that a removed record moved to or a set record came from; null for any other operation.</summary>
    public string? Segment { get; init; }

    /// <summary>0, or, for an operation that undoes an earlier one in the order of its log, its rank among those with the same clock.</summary>
    internal int UndoRank { get; init; }

    /// <summary>The step that its step takes back by itself; null for any other operation.</summary>
    internal StepPlace? Undoes { get; init; }

    /// <summary>Whether the log says that there was a record before, and not in a form that can be read which one.</summary>
    internal bool IsBeforeUnknown { get; init; }

    /// <summary>Whether it is the last one of its step.</summary>
    internal bool EndsStep => BatchIndex == BatchCount;

    /// <summary>Whether it archived its record.</summary>
    internal bool IsArchiving => Segment is not null && Kind == OperationKind.Delete;

    /// <summary>Whether it brought its record back from the archive.</summary>
    internal bool IsRestoring => Segment is not null && Kind == OperationKind.Set;

    /// <summary>The archived record whose place in the segment this one took, so that an undo brings it back; null where it took none.</summary>
    internal ReadOnlyMemory<byte>? Replaced { get; init; }

    /// <summary>The log that contains it, as a name within the store.</summary>
    public required string Log { get; init; }

    /// <summary>Where its line begins in the log, in bytes.</summary>
    public required long Offset { get; init; }

    /// <summary>
    /// Identifies the step that it is a part of: the log and the offset of the first line of the step, such as
    /// <c>ops/ops-1795350753785.jsonl:272</c>.
    /// </summary>
    public string Step => new StepPlace(Log, StepOffset).ToString();

    /// <summary>Where the first line of its step begins in the log, in bytes.</summary>
    internal long StepOffset { get; init; }
}
