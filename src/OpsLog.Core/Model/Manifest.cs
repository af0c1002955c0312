namespace OpsLog.Core.Model;

/// <summary>Which snapshot and which logs are current, and what the last checkpoint left.</summary>
internal sealed record Manifest
{
    /// <summary>The schema version of the records; the snapshot's own header decides where they differ.</summary>
    public required int Version { get; init; }

    public required string CurrentSnapshot { get; init; }

    public required string ActiveOps { get; init; }

    /// <summary>Agent id to log; empty where no agent has written.</summary>
    public IReadOnlyDictionary<string, string> ActiveAgentOps { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> ArchiveSegments { get; init; } = [];

    public required ManifestStats Stats { get; init; }

    /// <summary>Null where another program wrote the snapshot.</summary>
    public SnapshotSeal? Seal { get; init; }

    /// <summary>The first log that undo may reach back into: records changed shape before it. Null for no such bound.</summary>
    public string? UndoFloor { get; init; }
}
