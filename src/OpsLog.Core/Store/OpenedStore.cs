using OpsLog.Core.Model;
using OpsLog.Core.State;

namespace OpsLog.Core.Store;

/// <summary>What opening a store found; the store goes on from here.</summary>
internal sealed class OpenedStore
{
    public required WriterLock? WriterLock { get; init; }

    public required RecordTable Table { get; init; }

    public required Manifest Manifest { get; init; }

    public required string ManifestVersion { get; init; }

    public required List<StoreWarning> Warnings { get; init; }

    /// <summary>The length of the active log up to its last whole step, in bytes.</summary>
    public required long WholeLength { get; init; }

    /// <summary>Operations replayed from the logs.</summary>
    public required long Operations { get; init; }

    public required long SnapshotBytes { get; init; }

    /// <summary>The highest Lamport clock in the snapshot and agents' logs; 0 where no agent has written.</summary>
    public required long Clock { get; init; }

    /// <summary>
    /// Whether the state has to be written before work goes on: records were migrated, or the logs of agents are to be
    /// folded in.
    /// </summary>
    public required bool MustCheckpoint { get; init; }
}
