using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;

namespace OpsLog.Core.Store.Past;

/// <summary>The logs whose operations led to the records of now, as far as they are kept.</summary>
internal sealed class PastLogs
{
    /// <summary>
    /// The manifest and the first log of a store are made by one call, which takes no longer. If the oldest log is younger,
    /// older ones were removed.
    /// </summary>
    private static readonly TimeSpan s_creation = TimeSpan.FromSeconds(5);

    private PastLogs(IReadOnlyList<PastLog> logs, bool hasFloor, DateTime? created, DateTime? removedUntil)
    {
        All = logs;
        IsWhole = removedUntil is null && !hasFloor && logs[0].Begun - created < s_creation;
        HasAgents = logs.Any(log => log.Writer.Length > 0);
        RemovedUntil = removedUntil ?? DateTime.MinValue;
        Earliest = HasAgents && removedUntil is { } until && (!hasFloor || until > logs[0].Begun) ? until : logs[0].Begun;
    }

    /// <summary>The logs, the oldest first.</summary>
    public IReadOnlyList<PastLog> All { get; }

    /// <summary>Whether agents wrote some of them.</summary>
    public bool HasAgents { get; }

    /// <summary>Whether they begin with the store, so that it had no records before them.</summary>
    public bool IsWhole { get; }

    /// <summary>
    /// The time up to which operations of agents may be missing, because logs were removed. Operations in kept logs that are
    /// not later need not be the last ones on their records.
    /// </summary>
    public DateTime RemovedUntil { get; }

    /// <summary>The earliest moment whose records are known.</summary>
    public DateTime Earliest { get; }

    /// <summary>Finds the logs of a state.</summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="manifest">The manifest of the state.</param>
    /// <param name="cursors">How far its logs were read.</param>
    /// <param name="own">The log that this store object writes, or for a reader that of the single writer.</param>
    /// <param name="end">How far that one is in the state, in bytes.</param>
    public static PastLogs Find(IStorageBackend backend, Manifest manifest, IEnumerable<LogCursor> cursors, string own, long end)
    {
        Dictionary<string, long> ends = cursors.ToDictionary(cursor => cursor.Log, cursor => cursor.Offset, StringComparer.Ordinal);
        ends[own] = end;
        FileNameTime floor = FloorOf(manifest);
        List<PastLog> logs = [];
        foreach (string log in StoreFiles.ByAge(StoreFiles.AllLogs(backend).Concat(ends.Keys)))
        {
            bool isRead = ends.TryGetValue(log, out long read);
            if ((isRead || StoreFiles.IsSuperseded(log, manifest)) && StoreFiles.TimeOf(log) is var begun && begun.CompareTo(floor) >= 0)
            {
                logs.Add(new PastLog(log, StoreFiles.OwnerOf(log), DateTime.UnixEpoch.AddMilliseconds(begun.UnixMs), isRead ? read : null));
            }
        }

        return new PastLogs(logs, floor != default, TimeOf(manifest.Stats.Created), TimeOf(manifest.HistoryFrom));
    }

    /// <summary>
    /// The first log whose records have the schema of now. A manifest also has a floor where a single writer took the store
    /// over from agents. With the first schema version, that is the only reason.
    /// </summary>
    private static FileNameTime FloorOf(Manifest manifest) =>
        manifest.UndoFloor is { } floor && manifest.Version > 1 ? StoreFiles.TimeOf(floor) : default;

    private static DateTime? TimeOf(string? text) => Timestamp.TryParse(text, out DateTime utc) ? utc : null;
}
