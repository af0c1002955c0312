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

    /// <summary>Whether it takes an earlier operation back.</summary>
    public bool IsUndo { get; init; }

    /// <summary>Its place in a batch, from 1; 0 outside of one.</summary>
    public int BatchIndex { get; init; }

    /// <summary>How many operations the batch has; 0 outside of one.</summary>
    public int BatchCount { get; init; }

    /// <summary>The archive segment that a removed record moved to or a set record came from; null for any other operation.</summary>
    public string? Segment { get; init; }

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
}
