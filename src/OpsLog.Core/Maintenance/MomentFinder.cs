using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Determines the content of a store at one moment while other processes write to it: the length of each log, with
/// proof that everything else did not change around that moment.
/// </summary>
/// <remarks>
/// An archive puts the segment, then the manifest, then logs its deletes; its undo has the reverse order. So if the
/// segments and the manifest after the moment are those that were read before it, the logs contain no delete whose
/// record is not in a segment, except one that a step after the moment has undone in the meantime. <see
/// cref="StoreMoment.LogState.LaterLength"/> is used to look for such a delete. The revision of the manifest makes it
/// different even if its other content is the same as before.
/// </remarks>
internal sealed class MomentFinder(IStorageBackend source, SegmentCopies segments)
{
    private const int MostReadings = 10_000;

    /// <summary>The moment; null if the store was changed around it by more than appends to its logs.</summary>
    public StoreMoment? TryFind(VersionedContent content, Manifest manifest, IReadOnlyList<LogMirror> logs)
    {
        if (ReadLengths(logs) is not { } lengths)
        {
            return null;
        }

        List<byte[]> tails = [.. logs.Select((log, i) => log.TailAt(lengths[i]))];
        IObjectReader? snapshot = StoreFiles.TryOpen(source, manifest.CurrentSnapshot);
        try
        {
            List<string> history = ListHistory(logs);
            if (manifest.ArchiveSegments.Any(segments.IsOutdated) || source.Read(StoreLayout.Manifest)?.Version != content.Version)
            {
                snapshot?.Dispose();
                return null;
            }

            List<StoreMoment.LogState> states =
                [.. logs.Select((log, i) => new StoreMoment.LogState(log, lengths[i], tails[i], log.Source.Length))];
            return new StoreMoment(content, manifest, snapshot, states, history);
        }
        catch
        {
            snapshot?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The lengths of all logs at one moment: an operation that an agent wrote after it had read another must not be
    /// included without the other. Two rounds that read the same lengths have such a moment between them.
    /// </summary>
    private static long[]? ReadLengths(IReadOnlyList<LogMirror> logs)
    {
        long[] before = [.. logs.Select(log => log.Source.Length)];
        for (int reading = 0; reading < MostReadings; reading++)
        {
            if (logs.Count <= 1)
            {
                return before;
            }

            long[] now = [.. logs.Select(log => log.Source.Length)];
            if (now.AsSpan().SequenceEqual(before))
            {
                return now;
            }

            before = now;
        }

        return null;
    }

    /// <summary>
    /// The other logs with content. An empty log belongs to a checkpoint or agent that is not complete yet.
    /// </summary>
    private List<string> ListHistory(IReadOnlyList<LogMirror> logs) =>
        [.. source.List(StoreLayout.LogFolder)
            .Where(stored => stored.Length > 0 && !logs.Any(log => log.Name == stored.Name))
            .Select(stored => stored.Name)
            .Where(StoreLayout.IsLog)];
}
