namespace OpsLog.Core.Maintenance;

/// <summary>A backup that was made and verified.</summary>
public sealed record BackupResult
{
    /// <summary>The store that was copied.</summary>
    public required string Source { get; init; }

    /// <summary>Where the copy is.</summary>
    public required string Destination { get; init; }

    /// <summary>Records in the copy; null where the store is damaged so that it can't be opened.</summary>
    public required long? Records { get; init; }

    /// <summary>Operations behind the copy's snapshot, which opening it replays; null as for <see cref="Records"/>.</summary>
    public required long? Operations { get; init; }

    /// <summary>Files in the copy.</summary>
    public required int Files { get; init; }

    /// <summary>Bytes in the copy.</summary>
    public required long Bytes { get; init; }

    /// <summary>How long it took, verification included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What the check of the copy found; as the copy is what was read from the store, it is in the store too.</summary>
    public required IReadOnlyList<StoreFinding> Findings { get; init; }
}
