namespace OpsLog.Core.Maintenance;

/// <summary>A backup that was made and verified.</summary>
public sealed record BackupResult
{
    /// <summary>The store that was copied.</summary>
    public required string Source { get; init; }

    /// <summary>The location of the copy.</summary>
    public required string Destination { get; init; }

    /// <summary>The number of records in the copy; null if the store is too damaged to be opened.</summary>
    public required long? Records { get; init; }

    /// <summary>
    /// The number of operations after the snapshot of the copy, which opening it replays; null as for <see
    /// cref="Records"/>.
    /// </summary>
    public required long? Operations { get; init; }

    /// <summary>The number of files in the copy.</summary>
    public required int Files { get; init; }

    /// <summary>The number of bytes in the copy.</summary>
    public required long Bytes { get; init; }

    /// <summary>The time it took, including verification.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>
    /// The findings of the check of the copy. The store contains them too, because the copy is what was read from the
    /// store.
    /// </summary>
    public required IReadOnlyList<StoreFinding> Findings { get; init; }
}
