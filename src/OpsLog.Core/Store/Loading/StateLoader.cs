using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store.Loading;

/// <summary>Loads what a manifest names: the snapshot, and the logs over it.</summary>
internal sealed class StateLoader(IStorageBackend backend, OpsLogStoreOptions options, Action<StoreWarning> warn, CancellationToken cancellation = default)
{
    /// <summary>Whether a file was missing. It is no damage if another process has superseded the manifest meanwhile.</summary>
    public static bool MissesFile(Exception error) =>
        error is LogMissingException or ObjectNotFoundException or SnapshotException { Fault: SnapshotFault.Missing };

    /// <exception cref="SnapshotException">The snapshot is missing, malformed or damaged.</exception>
    /// <exception cref="LogMissingException">A log is missing.</exception>
    /// <exception cref="LogDamagedException">A log is damaged, and that is not to be passed over.</exception>
    public LoadedState Load(Manifest manifest)
    {
        StateCrossCheck check = new(backend, manifest, options.Strict, warn);
        check.CheckTimes();
        RecordTable table = new();
        List<SkippedRecord> skipped = [];
        string path = StoreFiles.PathOf(backend, manifest.CurrentSnapshot);
        SnapshotHeader header;
        long length;
        try
        {
            using IObjectReader source = backend.OpenRead(manifest.CurrentSnapshot);
            length = source.Length;
            SnapshotLoader loader = new(source, path, table)
            {
                Skip = options.Strict ? null : skipped.Add,
                Reached = bytes => options.Progress?.Report(new StoreProgress(StoreWork.ReadSnapshot, manifest.CurrentSnapshot, bytes, length)),
            };
            header = loader.Load(manifest.Seal);
        }
        catch (ObjectNotFoundException)
        {
            throw new SnapshotException(SnapshotFault.Missing, path, 0, 0, "the file is missing");
        }

        SkippedRecords.Report(skipped, path, warn);
        check.CheckSnapshot(header, table.Count + skipped.Count);
        LogFollower logs = new(backend, options, warn, manifest, header);
        logs.Load(table, cancellation);
        check.CheckLogs(logs);
        return new LoadedState(table, header, length, logs, skipped);
    }
}
