using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Checkpoints;

/// <summary>Deletes files that a checkpoint has superseded.</summary>
/// <param name="backend">Where the store is.</param>
/// <param name="retention">Which logs are kept.</param>
/// <param name="warnings">What could not be deleted.</param>
internal sealed class Retention(IStorageBackend backend, HistoryRetention retention, WarningList warnings)
{
    /// <summary>Deletes the snapshots before the one just superseded, the logs that are no longer kept, and index files that were left over.</summary>
    public void Prune(Manifest manifest, string superseded, Action<IReadOnlyCollection<string>> beforeRemoval)
    {
        try
        {
            foreach (StoredObject stored in backend.List(StoreLayout.SnapshotFolder))
            {
                if (stored.Name != superseded && stored.Name != manifest.CurrentSnapshot && StoreLayout.TryParseSnapshot(stored.Name, out _))
                {
                    StoreFiles.DeleteSuperseded(backend, stored.Name, warnings.Add);
                }
            }

            IReadOnlyList<string> logs = SupersededLogs(manifest);
            beforeRemoval(logs);
            foreach (string name in logs.Concat(StoreFiles.LeftoverIndexes(backend)))
            {
                StoreFiles.DeleteSuperseded(backend, name, warnings.Add);
            }
        }
        catch (StorageException e)
        {
            warnings.Add(new StoreWarning(StoreWarningKind.DeletionPutOff, $"The store's superseded files could not be listed, so they were not deleted: {e.Message} The next checkpoint tries again.", e.Path));
        }
    }

    private IReadOnlyList<string> SupersededLogs(Manifest manifest)
    {
        if (retention == HistoryRetention.Everything)
        {
            return [];
        }

        List<string> kept = StoreFiles.Logs(backend, manifest.ActiveOps);
        kept.RemoveAt(kept.Count - 1);
        int surplus = retention.MaximumLogs is { } most ? Math.Max(0, kept.Count - most) : 0;
        DateTime oldest = retention.MaximumAge is { } age ? DateTime.UtcNow - age : DateTime.MinValue;
        kept.RemoveAll(manifest.ActiveAgentOps.Values.Contains);
        return [.. kept.Where((name, i) => i < surplus || backend.Find(name)?.Modified < oldest)];
    }
}
