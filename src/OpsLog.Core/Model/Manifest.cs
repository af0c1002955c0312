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
    /// The time up to which the history of agents is incomplete, ISO 8601, because logs were removed. Null if none was, and where
    /// only single writers have written.
    /// </summary>
    public string? HistoryFrom { get; init; }

    /// <summary>
    /// The length of each log that was closed normally, in bytes, all acknowledged and flushed. It is never more than
    /// the log has, whatever undo removes: a shorter log has lost data. Empty if another program wrote the manifest.
    /// </summary>
    public IReadOnlyDictionary<string, long> LogLengths { get; init; } = NoLengths;

    /// <summary>
    /// The sizes of archive segments by their paths. A file with another length was changed by an archive or restore that
    /// was interrupted. A segment that another program archived to has no size here.
    /// </summary>
    public IReadOnlyDictionary<string, SegmentSize> SegmentSizes { get; init; } = NoSizes;

    /// <summary>The properties that are indexed in memory, in the order in which the indexes were made.</summary>
    public IReadOnlyList<string> Indexes { get; init; } = [];

    /// <summary>No sizes at all.</summary>
    public static IReadOnlyDictionary<string, SegmentSize> NoSizes { get; } = new Dictionary<string, SegmentSize>(StringComparer.Ordinal);

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
            SegmentSizes = SegmentSizes.Where(entry => Names(entry.Key)).ToDictionary(StringComparer.Ordinal),
        };

    /// <summary>
    /// This manifest after an archive segment was changed. The number of archived records is exact if the sizes of all
    /// segments are known; otherwise it goes by the change.
    /// </summary>
    /// <param name="name">The path of the segment.</param>
    /// <param name="size">What the segment contains; null if it has no records left.</param>
    /// <param name="change">How many records it has gained, for a segment whose size is not known so far.</param>
    public Manifest WithSegment(string name, SegmentSize? size, long change)
    {
        bool isKnown = SegmentSizes.TryGetValue(name, out SegmentSize before) || !ArchiveSegments.Contains(name, StringComparer.Ordinal);
        Int128 gained = isKnown ? (Int128)(size?.Records ?? 0) - before.Records : change;
        List<string> segments = [.. ArchiveSegments];
        Dictionary<string, SegmentSize> sizes = new(SegmentSizes, StringComparer.Ordinal);
        if (size is { } known)
        {
            sizes[name] = known;
            segments = segments.Contains(name, StringComparer.Ordinal) ? segments : [.. segments, name];
        }
        else
        {
            sizes.Remove(name);
            segments.Remove(name);
        }

        Int128 archived = segments.TrueForAll(sizes.ContainsKey)
            ? segments.Aggregate(Int128.Zero, (sum, segment) => sum + sizes[segment].Records)
            : Stats.ArchivedRecords + gained;
        return this with
        {
            ArchiveSegments = segments,
            SegmentSizes = sizes,
            Stats = Stats with { ArchivedRecords = (long)Int128.Clamp(archived, 0, long.MaxValue) },
        };
    }

    /// <summary>
    /// Whether this is <paramref name="put"/>, or only registrations of agents have replaced it, so that the changes of
    /// that put have taken effect.
    /// </summary>
    public bool Holds(Manifest put) =>
        Revision >= put.Revision
        && ArchiveSegments.SequenceEqual(put.ArchiveSegments, StringComparer.Ordinal)
        && Indexes.SequenceEqual(put.Indexes, StringComparer.Ordinal)
        && put.ActiveAgentOps.All(entry => ActiveAgentOps.GetValueOrDefault(entry.Key) == entry.Value)
        && put.LogLengths.All(entry => LogLengths.GetValueOrDefault(entry.Key) >= entry.Value)
        && SegmentSizes.Count == put.SegmentSizes.Count
        && put.SegmentSizes.All(entry => SegmentSizes.TryGetValue(entry.Key, out SegmentSize size) && size == entry.Value)
        && put == this with
        {
            Revision = put.Revision,
            ArchiveSegments = put.ArchiveSegments,
            Indexes = put.Indexes,
            ActiveAgentOps = put.ActiveAgentOps,
            LogLengths = put.LogLengths,
            SegmentSizes = put.SegmentSizes,
        };
}
