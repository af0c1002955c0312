using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Files;

/// <summary>Logs of a single writer that no manifest names.</summary>
internal static class StrayLogs
{
    /// <summary>
    /// A log behind the active one was begun by a checkpoint that never finished, and is empty; one with content means
    /// that an older manifest was put in place of the newest.
    /// </summary>
    public static void Report(IStorageBackend backend, string active, Action<StoreWarning> warn)
    {
        if (!StoreLayout.TryParseWriterLog(active, out FileNameTime newest))
        {
            return;
        }

        foreach (StoredObject stored in backend.List(StoreLayout.LogFolder))
        {
            if (!StoreLayout.TryParseWriterLog(stored.Name, out FileNameTime time) || time.CompareTo(newest) <= 0)
            {
                continue;
            }

            if (stored.Length == 0)
            {
                StoreFiles.DeleteSuperseded(backend, stored.Name, warn);
            }
            else
            {
                warn(new StoreWarning(
                    StoreWarningKind.StrayLog,
                    $"The log '{StoreFiles.PathOf(backend, stored.Name)}' is newer than the log that the manifest names. Its {Counted.Of(stored.Length, "byte", "is", "are")} not replayed. If the manifest was restored from a backup, restore the whole store.",
                    StoreFiles.PathOf(backend, stored.Name)));
            }
        }
    }
}
