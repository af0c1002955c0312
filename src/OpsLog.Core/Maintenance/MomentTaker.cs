using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Finds out what a store consists of at one moment, while others write to it: how long each log is, with everything
/// else proven not to have changed around that.
/// </summary>
/// <remarks>
/// An archive puts the segment, then the manifest, then logs its deletes; taking it back goes the other way round. So
/// where the segments and the manifest after the moment are those that were read before it, no delete is in the logs
/// whose record is not in a segment, except one that was taken back meanwhile by a step behind the moment.
/// <see cref="StoreMoment.LogState.LaterLength"/> is there to look for one. The manifest's revision makes it another one
/// also where it says again what it said before.
/// </remarks>
internal sealed class MomentTaker(IStorageBackend source, SegmentCopies segments)
{
    private const int MostReadings = 10_000;

    /// <summary>The moment; null where the store was changed around it in other ways than by writing on in its logs.</summary>
    public StoreMoment? TryTake(VersionedContent content, Manifest manifest, IReadOnlyList<LogMirror> logs)
    {
        if (ReadLengths(logs) is not { } lengths)
        {
            return null;
        }

        List<byte[]> tails = [.. logs.Select((log, i) => log.TailAt(lengths[i]))];
        IObjectReader? snapshot = Open(manifest.CurrentSnapshot);
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
    /// The lengths of all logs at one moment: what an agent wrote after it had read another's operation must not be
    /// among them without that one. Two rounds that read the same have such a moment between them.
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

    /// <summary>The other logs with content. An empty one was begun by a checkpoint or agent that is not done yet.</summary>
    private List<string> ListHistory(IReadOnlyList<LogMirror> logs) =>
        [.. source.List(StoreLayout.LogFolder)
            .Where(stored => stored.Length > 0 && !logs.Any(log => log.Name == stored.Name))
            .Select(stored => stored.Name)
            .Where(StoreLayout.IsLog)];

    private IObjectReader? Open(string name)
    {
        try
        {
            return source.OpenRead(name);
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }
}
