using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;

namespace OpsLog.Core.Store.Reading;

/// <summary>
/// Finds out whether operations were removed with their logs before they were read. Snapshots contain the ends of the logs
/// that they supersede; the current one and the one before it exist.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="read">How far each log was read, in bytes.</param>
/// <param name="before">The snapshot of the state before.</param>
internal sealed class UnreadLogs(IStorageBackend backend, IReadOnlyDictionary<string, long> read, string before)
{
    /// <summary>A process ends the log of another with an empty line, which is no operation. An operation is longer.</summary>
    private const int LongestFence = 16;

    /// <summary>
    /// Whether operations were removed: true or false where that is known, and null if a log was removed of which no snapshot
    /// says where it ended. Then it may have had more, and other logs may have come and gone behind it.
    /// </summary>
    /// <param name="followed">The logs that were followed before.</param>
    /// <param name="now">The logs that are followed now.</param>
    /// <param name="snapshot">The current snapshot.</param>
    /// <param name="header">Its header.</param>
    public bool? AreRemoved(IEnumerable<string> followed, IReadOnlyCollection<LogCursor> now, string snapshot, SnapshotHeader header)
    {
        Dictionary<string, long> ends = new(StringComparer.Ordinal);
        foreach (SnapshotHeader taken in TakenSince(snapshot, header))
        {
            foreach ((string log, long end) in taken.Retired)
            {
                ends[log] = end;
            }
        }

        if (ends.Any(log => log.Value > read.GetValueOrDefault(log.Key) + LongestFence))
        {
            return true;
        }

        HashSet<string> known = [.. now.Select(cursor => cursor.Log), .. ends.Keys];
        return followed.Any(log => !known.Contains(log) && backend.Find(log) is null) ? null : false;
    }

    /// <summary>The headers of the snapshots that exist and were taken after the state before.</summary>
    private IEnumerable<SnapshotHeader> TakenSince(string snapshot, SnapshotHeader header)
    {
        if (snapshot == before)
        {
            yield break;
        }

        yield return header;
        string? previous = StoreFiles.ByAge(backend.List(StoreLayout.SnapshotFolder).Select(stored => stored.Name).Where(name => IsBetween(name, snapshot))).LastOrDefault();
        using IObjectReader? source = previous is null ? null : StoreFiles.TryOpen(backend, previous);
        if (source is not null && SnapshotLoader.TryReadHeader(source) is { } taken)
        {
            yield return taken;
        }
    }

    private bool IsBetween(string name, string snapshot) =>
        StoreLayout.TryParseSnapshot(name, out FileNameTime time)
        && StoreLayout.TryParseSnapshot(before, out FileNameTime first) && time.CompareTo(first) > 0
        && StoreLayout.TryParseSnapshot(snapshot, out FileNameTime last) && time.CompareTo(last) < 0;
}
