using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Checkpoints;

/// <summary>
/// Removes superseded logs on request. What is left stays usable: undo, the check and the history go from log to log, so
/// the logs of one writer are removed only from the oldest on, without a gap. A log of a single writer that stays also
/// keeps all logs behind it: agents may have changed in them what it left.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="options">How the store was opened.</param>
/// <param name="warnings">What could not be removed.</param>
internal sealed class HistoryRemoval(IStorageBackend backend, OpsLogStoreOptions options, WarningList warnings)
{
    private const int MostAttempts = 20;

    /// <summary>The logs to remove, the oldest first.</summary>
    public IReadOnlyList<KeptLog> Find(HistoryPruning pruning, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            string? version = backend.Read(StoreLayout.Manifest)?.Version;
            try
            {
                return FindNow(pruning, cancellation);
            }
            catch (Exception e) when (attempt < MostAttempts && StateLoader.MissesFile(e) && backend.Read(StoreLayout.Manifest)?.Version != version)
            {
                // Another agent took a checkpoint meanwhile.
            }
        }
    }

    private List<KeptLog> FindNow(HistoryPruning pruning, CancellationToken cancellation)
    {
        // Listed before the manifest is read: a log that has content by now was named before it was written to.
        Dictionary<string, StoredObject> written = backend.List(StoreLayout.LogFolder)
            .Where(stored => stored.Length > 0 && StoreLayout.IsLog(stored.Name))
            .ToDictionary(stored => stored.Name, StringComparer.Ordinal);
        Manifest manifest = ManifestFile.Read(backend).Manifest;
        List<string> kept = [.. StoreFiles.ByAge(written.Keys.Where(log => StoreFiles.IsSuperseded(log, manifest)))];
        IReadOnlyDictionary<string, int> lost = new LostOperations(backend, manifest, () => new StateLoader(backend, options, _ => { }, cancellation).Load(manifest).Table).Find();
        int surplus = Math.Max(0, kept.Count - (pruning.Keep ?? 0));
        HashSet<string> writersThatStay = new(StringComparer.Ordinal);
        List<KeptLog> removable = [];
        foreach (string log in kept.Take(pruning == new HistoryPruning() ? 0 : surplus))
        {
            cancellation.ThrowIfCancellationRequested();
            string writer = StoreLayout.TryParseAgentLog(log, out string agent, out _) ? agent : "";
            if (LogTimes.TryRead(backend, log) is not var (first, last))
            {
                // Another agent has removed it meanwhile.
                continue;
            }

            KeptLog found = new(log, StoreFiles.PathOf(backend, log), written[log].Length, first, last ?? written[log].Modified);
            bool isOld = pruning.OlderThan is not { } limit || (found.Until < limit && !(first >= limit));
            if (isOld && !lost.ContainsKey(log) && !writersThatStay.Contains(writer))
            {
                removable.Add(found);
            }
            else if (writer.Length == 0)
            {
                break;
            }
            else
            {
                writersThatStay.Add(writer);
            }
        }

        return removable;
    }

    /// <summary>Removes the logs and returns those that are gone. The first that can't be removed ends it, which is a warning.</summary>
    public IReadOnlyList<KeptLog> Remove(StoreTurn turn, HistoryPruning pruning, Action<IReadOnlyCollection<string>> beforeRemoval)
    {
        IReadOnlyList<KeptLog> removable = Find(pruning, turn.Cancellation);
        beforeRemoval([.. removable.Select(log => log.Log)]);
        List<KeptLog> removed = [];
        foreach (KeptLog log in removable)
        {
            if (turn.Cancellation.IsCancellationRequested || !TryDelete(log))
            {
                break;
            }

            removed.Add(log);
        }

        return removed;
    }

    private bool TryDelete(KeptLog log)
    {
        if (StoreFiles.TryDelete(backend, log.Log) is not { } reason)
        {
            return true;
        }

        warnings.Add(new StoreWarning(
            StoreWarningKind.DeletionPutOff, $"The kept log '{log.Path}' could not be removed: {reason} This log and the logs after it stay. Remove the history again later.", log.Path));
        return false;
    }
}
