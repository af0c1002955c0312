namespace OpsLog.Core.Model;

/// <summary>Which snapshot and which logs are current, and what the last checkpoint left.</summary>
internal sealed record Manifest
{
    /// <summary>Far beyond what counting and the computer's clock lead to, and exact as a number of JavaScript.</summary>
    public const long LargestRevision = 1L << 52;

    /// <summary>The schema version of the records; the snapshot's own header decides where they differ.</summary>
    public required int Version { get; init; }

    public required string CurrentSnapshot { get; init; }

    public required string ActiveOps { get; init; }

    /// <summary>
    /// Agent id to log; empty where no agent has written. In the file the log of a single writer is among them too,
    /// under the empty name, for the npm package's agents: they read no other logs.
    /// </summary>
    public IReadOnlyDictionary<string, string> ActiveAgentOps { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> ArchiveSegments { get; init; } = [];

    public required ManifestStats Stats { get; init; }

    /// <summary>Null where another program wrote the snapshot.</summary>
    public SnapshotSeal? Seal { get; init; }

    /// <summary>Whether it is as this engine wrote it; false where another program has written it since.</summary>
    public bool IsSealed { get; init; } = true;

    /// <summary>Whether the npm package, or another program that knows this format, has written here.</summary>
    public bool HasOthers { get; init; }

    /// <summary>Whether agents of such a program have.</summary>
    public bool HasOthersAgents { get; init; }

    /// <summary>The first log that undo may reach back into: records changed shape before it. Null for no such bound.</summary>
    public string? UndoFloor { get; init; }

    /// <summary>
    /// For logs that were closed in order, the length in bytes then, all of it acknowledged and flushed. Never more than
    /// the log has, whatever undo cuts off: a shorter log has lost something. Empty where another program wrote the manifest.
    /// </summary>
    public IReadOnlyDictionary<string, long> LogLengths { get; init; } = NoLengths;

    /// <summary>No lengths at all.</summary>
    public static IReadOnlyDictionary<string, long> NoLengths { get; } = new Dictionary<string, long>();

    /// <summary>
    /// Grows with every put, so that no manifest of a store is the same bytes as an earlier one. 0 where another program
    /// wrote it.
    /// </summary>
    public long Revision { get; init; }

    /// <summary>Whether it names a file of the store.</summary>
    public bool Names(string file) =>
        file == CurrentSnapshot || file == ActiveOps || ActiveAgentOps.Values.Contains(file) || ArchiveSegments.Contains(file);

    /// <summary>
    /// This manifest with the revision of the next put: one more, or the time where that is more. A program that does not
    /// know the key drops it, and counting anew from 1 would repeat what was there before.
    /// </summary>
    public Manifest AtNextRevision(long unixMs) =>
        this with
        {
            Revision = Revision < LargestRevision ? Math.Max(Revision + 1, unixMs) : unixMs,
            LogLengths = LogLengths.Where(entry => Names(entry.Key)).ToDictionary(StringComparer.Ordinal),
        };

    /// <summary>
    /// Whether this is <paramref name="put"/>, or was put over it by nothing but agents that registered: what that put was
    /// to change has taken effect then.
    /// </summary>
    public bool Holds(Manifest put) =>
        Revision >= put.Revision
        && ArchiveSegments.SequenceEqual(put.ArchiveSegments)
        && put.ActiveAgentOps.All(entry => ActiveAgentOps.GetValueOrDefault(entry.Key) == entry.Value)
        && put.LogLengths.All(entry => LogLengths.GetValueOrDefault(entry.Key) >= entry.Value)
        && put == this with { Revision = put.Revision, ArchiveSegments = put.ArchiveSegments, ActiveAgentOps = put.ActiveAgentOps, LogLengths = put.LogLengths };
}
