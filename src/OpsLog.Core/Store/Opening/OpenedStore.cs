using OpsLog.Core.Model;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Locks;

namespace OpsLog.Core.Store.Opening;

/// <summary>What opening a store found; the store goes on from here.</summary>
internal sealed class OpenedStore
{
    public required LoadedState Loaded { get; init; }

    public required Manifest Manifest { get; init; }

    public required string ManifestVersion { get; init; }

    public required List<StoreWarning> Warnings { get; init; }

    /// <summary>
    /// Whether the state has to be written before work goes on: records were migrated, or the logs of agents are to be
    /// folded in.
    /// </summary>
    public required bool MustCheckpoint { get; set; }

    /// <summary>The claim on the store; null for one that is only read.</summary>
    public IDisposable? Lock { get; set; }

    /// <summary>The claim on an agent's id; null for a single writer.</summary>
    public AgentSeat? Seat { get; set; }

    public LogFollower Logs => Loaded.Logs;

    /// <summary>The logs that had content before the manifest was read; empty for a single writer, who needs none of them.</summary>
    public required HashSet<string> WrittenLogs { get; init; }
}
