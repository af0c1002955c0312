namespace OpsLog.Core.Store;

/// <summary>A store's figures at one moment.</summary>
public sealed record StoreStatistics
{
    /// <summary>Records in the store.</summary>
    public required long Records { get; init; }

    /// <summary>Operations in the logs that the next opening replays.</summary>
    public required long OperationsSinceCheckpoint { get; init; }

    /// <summary>
    /// Bytes of the logs that the next opening replays, what waits to be written included: of the active log, or of
    /// all agents' as far as they were read.
    /// </summary>
    public required long LogBytes { get; init; }

    /// <summary>The highest Lamport clock seen; 0 where no agent has ever written.</summary>
    public required long Clock { get; init; }

    /// <summary>The current snapshot's length in bytes.</summary>
    public required long SnapshotBytes { get; init; }

    /// <summary>Memory the records take, superseded values not yet given back included, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Archive segments.</summary>
    public required int Segments { get; init; }

    /// <summary>Records moved to archive segments so far.</summary>
    public required long ArchivedRecords { get; init; }

    /// <summary>The current snapshot, as a name within the store.</summary>
    public required string Snapshot { get; init; }

    /// <summary>The active log, as a name within the store.</summary>
    public required string Log { get; init; }

    /// <summary>The schema version of the records.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>When the store was made, UTC; null if the manifest does not contain a valid time.</summary>
    public required DateTime? Created { get; init; }

    /// <summary>When the current snapshot was taken, UTC; null if the manifest does not contain a valid time.</summary>
    public required DateTime? LastCheckpoint { get; init; }
}
