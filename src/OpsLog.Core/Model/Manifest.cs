namespace OpsLog.Core.Model;

/// <summary>The current snapshot and logs, and the figures of the last checkpoint.</summary>
internal sealed record Manifest
{
    /// <summary>Far larger than any count or clock can become, and exact as a JavaScript number.</summary>
    public const long LargestRevision = 1L << 52;

    /// <summary>The schema version of the records; if the header of the snapshot differs, the header is used.</summary>
    public required int Version { get; init; }

    public required string CurrentSnapshot { get; init; }

    public required string ActiveOps { get; init; }

    /// <summary>
    /// The log of each agent id; empty if no agent has written. In the file, it also contains the log of a single
    /// writer, under the empty name, because the agents of the npm package read no other logs.
    /// </summary>
    public IReadOnlyDictionary<string, string> ActiveAgentOps { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<string> ArchiveSegments { get; init; } = [];

    public required ManifestStats Stats { get; init; }

    /// <summary>Null if another program wrote the snapshot.</summary>
    public SnapshotSeal? Seal { get; init; }

    /// <summary>Whether this engine wrote it; false if another program has changed it.</summary>
    public bool IsSealed { get; init; } = true;

    /// <summary>Whether the npm package, or another program that supports this format, has written here.</summary>
    public bool HasOthers { get; init; }

    /// <summary>Whether agents of such a program have written.</summary>
    public bool HasOthersAgents { get; init; }

    /// <summary>
    /// The first log that undo can use, because earlier records had another schema. Null if there is no limit.
    /// </summary>
    public string? UndoFloor { get; init; }

    /// <summary>
    /// The length of each log that was closed normally, in bytes, all acknowledged and flushed. It is never more than
    /// the log has, whatever undo removes: a shorter log has lost data. Empty if another program wrote the manifest.
    /// </summary>
    public IReadOnlyDictionary<string, long> LogLengths { get; init; } = NoLengths;

    /// <summary>No lengths at all.</summary>
    public static IReadOnlyDictionary<string, long> NoLengths { get; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>
    /// Increases with every put, so that no manifest of a store has the same bytes as an earlier one. 0 if another
    /// program wrote it.
    /// </summary>
    public long Revision { get; init; }

    /// <summary>Whether it names the file.</summary>
    public bool Names(string file) =>
        file == CurrentSnapshot || file == ActiveOps || ActiveAgentOps.Values.Contains(file, StringComparer.Ordinal) || ArchiveSegments.Contains(file, StringComparer.Ordinal);

    /// <summary>
    /// This manifest with the revision of the next put: one more, or the time if that is more. A program that does not
    /// support the key drops it, and counting from 1 again would repeat earlier revisions.
    /// </summary>
    public Manifest AtNextRevision(long unixMs) =>
        this with
        {
            Revision = Revision < LargestRevision ? Math.Max(Revision + 1, unixMs) : unixMs,
            LogLengths = LogLengths.Where(entry => Names(entry.Key)).ToDictionary(StringComparer.Ordinal),
        };

    /// <summary>
    /// Whether this is <paramref name="put"/>, or only registrations of agents have replaced it, so that the changes of
    /// that put have taken effect.
    /// </summary>
    public bool Holds(Manifest put) =>
        Revision >= put.Revision
        && ArchiveSegments.SequenceEqual(put.ArchiveSegments, StringComparer.Ordinal)
        && put.ActiveAgentOps.All(entry => ActiveAgentOps.GetValueOrDefault(entry.Key) == entry.Value)
        && put.LogLengths.All(entry => LogLengths.GetValueOrDefault(entry.Key) >= entry.Value)
        && put == this with { Revision = put.Revision, ArchiveSegments = put.ArchiveSegments, ActiveAgentOps = put.ActiveAgentOps, LogLengths = put.LogLengths };
}
