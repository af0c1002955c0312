namespace OpsLog.Core.Model;

/// <summary>The first line of a snapshot; what agents need is empty where none has written.</summary>
/// <param name="Version">The schema version of the records.</param>
/// <param name="Timestamp">When it was taken, ISO 8601.</param>
internal sealed record SnapshotHeader(int Version, string Timestamp)
{
    /// <summary>The highest Lamport clock it covers.</summary>
    public long Clock { get; init; }

    /// <summary>Up to this clock tombstones are forgotten, and operations can't be undone any more.</summary>
    public long Horizon { get; init; }

    /// <summary>For each log that goes on being replayed, up to which byte the snapshot covers it.</summary>
    public IReadOnlyDictionary<string, long> Covered { get; init; } = new Dictionary<string, long>();

    /// <summary>For each log that the snapshot superseded, where it ended: what is behind that is in no state.</summary>
    public IReadOnlyDictionary<string, long> Retired { get; init; } = new Dictionary<string, long>();

    /// <summary>Removed records whose stamps still count.</summary>
    public IReadOnlyList<SnapshotTombstone> Tombstones { get; init; } = [];
}
