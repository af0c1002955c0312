namespace OpsLog.Core.Model;

/// <summary>The first line of a snapshot; the values for agents are empty if no agent has written.</summary>
/// <param name="Version">The schema version of the records.</param>
/// <param name="Timestamp">The time when it was written, ISO 8601.</param>
internal sealed record SnapshotHeader(int Version, string Timestamp)
{
    /// <summary>The highest Lamport clock it covers.</summary>
    public long Clock { get; init; }

    /// <summary>Tombstones up to this clock are removed, and operations up to it can no longer be undone.</summary>
    public long Horizon { get; init; }

    /// <summary>For each log that is still replayed, the byte up to which the snapshot covers it.</summary>
    public IReadOnlyDictionary<string, long> Covered { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>For each log that the snapshot superseded, its end: later operations are not in the state.</summary>
    public IReadOnlyDictionary<string, long> Retired { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Removed records whose stamps are still used.</summary>
    public IReadOnlyList<SnapshotTombstone> Tombstones { get; init; } = [];
}
