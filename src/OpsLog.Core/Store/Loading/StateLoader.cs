using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store.Loading;

/// <summary>Loads what a manifest names: the snapshot, and the logs over it.</summary>
/// <param name="backend">Where the store is.</param>
/// <param name="options">How the store was opened.</param>
/// <param name="warn">Receives what was met.</param>
/// <param name="cancellation">Ends the loading.</param>
internal sealed class StateLoader(IStorageBackend backend, OpsLogStoreOptions options, Action<StoreWarning> warn, CancellationToken cancellation = default)
{
    /// <summary>Receives a snapshot that is read on demand; null to read all of it.</summary>
    public OpenSnapshots? Snapshots { get; init; }

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
        List<SkippedRecord> skipped = [];
        string path = StoreFiles.PathOf(backend, manifest.CurrentSnapshot);
        (RecordTable Table, SnapshotHeader Header, long Length) snapshot;
        try
        {
            snapshot = OpenOnDemand(manifest, path) ?? ReadWhole(manifest, path, skipped);
        }
        catch (ObjectNotFoundException)
        {
            throw new SnapshotException(SnapshotFault.Missing, path, 0, 0, "the file is missing");
        }

        (RecordTable table, SnapshotHeader header, long length) = snapshot;
        SkippedRecords.Report(skipped, path, warn);
        check.CheckSnapshot(header, table.Count + skipped.Count);
        LogFollower logs = new(backend, options, warn, manifest, header);
        logs.Load(table, cancellation);
        check.CheckLogs(logs);
        return new LoadedState(table, header, length, logs, skipped);
    }

    /// <summary>Opens the snapshot by its index file; null if it has to be read. In strict mode it is always read and verified.</summary>
    private (RecordTable Table, SnapshotHeader Header, long Length)? OpenOnDemand(Manifest manifest, string path)
    {
        AgentNames agents = new();
        if (Snapshots is null || options.Strict || manifest.Seal is not { } seal || seal.Length < options.SnapshotIndexFrom
            || IndexedSnapshot.TryOpen(backend, manifest.CurrentSnapshot, path, seal, agents) is not { } snapshot)
        {
            return null;
        }

        Snapshots.Add(snapshot);
        RecordTable table = new(snapshot, agents);
        table.Bury(snapshot.Header.Tombstones);
        return (table, snapshot.Header, seal.Length);
    }

    private (RecordTable Table, SnapshotHeader Header, long Length) ReadWhole(Manifest manifest, string path, List<SkippedRecord> skipped)
    {
        using IObjectReader source = backend.OpenRead(manifest.CurrentSnapshot);
        long length = source.Length;
        RecordTable table = new();
        SnapshotLoader loader = new(source, path, table)
        {
            Skip = options.Strict ? null : skipped.Add,
            Reached = bytes => options.Progress?.Report(new StoreProgress(StoreWork.ReadSnapshot, manifest.CurrentSnapshot, bytes, length)),
        };
        return (table, loader.Load(manifest.Seal), length);
    }
}
