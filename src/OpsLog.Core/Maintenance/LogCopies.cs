using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>The copies of the active logs.</summary>
internal sealed class LogCopies(IStorageBackend source, BackupTarget target) : IDisposable
{
    /// <summary>More than this is copied before the moment, so that little has to be copied after it.</summary>
    private const long MuchToCopy = 1024 * 1024;

    private readonly Dictionary<string, LogMirror> _logs = new(StringComparer.Ordinal);

    /// <summary>The logs of a manifest, copied up to their current ends.</summary>
    public List<LogMirror> Follow(Manifest manifest)
    {
        List<LogMirror> logs = [];
        foreach (string name in manifest.ActiveAgentOps.Values.Append(manifest.ActiveOps).Distinct(StringComparer.Ordinal))
        {
            try
            {
                if (!_logs.TryGetValue(name, out LogMirror? log))
                {
                    _logs.Add(name, log = new LogMirror(source.OpenRead(name), name, target));
                }

                logs.Add(log);
            }
            catch (ObjectNotFoundException)
            {
                // Superseded and pruned in the meantime; or missing, which is damage that the check of the copy
                // reports.
            }
        }

        foreach (LogMirror log in logs.Where(log => log.Source.Length - log.Length > MuchToCopy))
        {
            log.TryFollow(log.Source.Length);
        }

        return logs;
    }

    /// <summary>Copies the logs as they were at a moment; false if this is no longer possible.</summary>
    public static bool TryCopy(StoreMoment moment)
    {
        foreach (StoreMoment.LogState log in moment.Logs)
        {
            if (!log.Mirror.TryFollow(log.Length) || !log.Mirror.Tail.SequenceEqual(log.Tail))
            {
                return false;
            }
        }

        IReadOnlyDictionary<string, long> covered = ReadCovered(moment);
        foreach (StoreMoment.LogState log in moment.Logs)
        {
            // The covered part is complete, but if the log is damaged, reading may not show this.
            long whole = Math.Max(log.Mirror.WholeLength(), Math.Min(log.Length, covered.GetValueOrDefault(log.Mirror.Name)));
            if (HoldsUndo(log.Mirror.Source, whole, log.LaterLength))
            {
                return false;
            }

            log.Mirror.Complete(whole);
        }

        return true;
    }

    /// <summary>Ends the copy of a log that was superseded in the meantime; false if there is none.</summary>
    public bool TryComplete(string name)
    {
        if (!_logs.Remove(name, out LogMirror? known))
        {
            return false;
        }

        using LogMirror log = known;
        if (!log.TryFollow(log.Source.Length))
        {
            return false;
        }

        log.Complete(log.Length);
        return true;
    }

    public void Dispose()
    {
        foreach (LogMirror log in _logs.Values)
        {
            log.Dispose();
        }

        _logs.Clear();
    }

    private static bool HoldsUndo(IObjectReader log, long from, long to)
    {
        LogScanner scanner = new(new LineReader(log, from, to));
        bool found = false;
        while (!found && scanner.TryRead(out OperationView operation))
        {
            found = operation.IsUndo;
        }

        return found;
    }

    /// <summary>The offsets up to which the snapshot covers logs; empty if its header can't be read.</summary>
    private static IReadOnlyDictionary<string, long> ReadCovered(StoreMoment moment) =>
        moment is { Snapshot: { } snapshot, Manifest.ActiveAgentOps.Count: > 0 } && SnapshotLoader.TryReadHeader(snapshot) is { } header
            ? header.Covered
            : new Dictionary<string, long>(StringComparer.Ordinal);
}
