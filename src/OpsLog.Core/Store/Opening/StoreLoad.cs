using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Roles;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Opening;

/// <summary>Loads a store for an opening: snapshot, logs, migration. A writer repairs what it finds.</summary>
/// <param name="context">What the store object shares.</param>
/// <param name="manifest">The manifest to follow.</param>
/// <param name="knownLogs">The logs that had content before the manifest was read; empty where all of them count.</param>
/// <param name="cancellation">Ends the loading.</param>
internal sealed class StoreLoad(StoreContext context, ManifestFile manifest, HashSet<string> knownLogs, CancellationToken cancellation)
{
    private const int MigrationStride = 256;

    private readonly IStorageBackend _backend = context.Backend;
    private readonly OpsLogStoreOptions _options = context.Options;

    /// <summary>Whether the state has to be written before work goes on.</summary>
    public bool MustCheckpoint { get; private set; }

    /// <summary>Reads everything.</summary>
    public LoadedStore Run()
    {
        LoadedState state = new StateLoader(_backend, _options, context.Warnings.Add, cancellation) { Snapshots = context.Snapshots }.Load(manifest.Manifest);
        int version = state.Header.Version;
        if (version > _options.SchemaVersion)
        {
            throw new SchemaVersionException(_backend.Location, version, _options.SchemaVersion);
        }

        if (version < _options.SchemaVersion && _options.Migration is { } migration)
        {
            Migrate(state.Table, migration, version);
        }

        // The header decides what the records are, and a manifest that says less has agents migrate once more.
        MustCheckpoint = version < _options.SchemaVersion || manifest.Manifest.Version < _options.SchemaVersion;
        return new LoadedStore(state, manifest.AtSchemaVersion(_options.SchemaVersion), knownLogs);
    }

    /// <summary>
    /// Moves the torn end of the own log, and what was skipped of the snapshot, to files of their own, and makes the index of
    /// the snapshot if it has none.
    /// </summary>
    public void Repair(LoadedStore loaded, string log)
    {
        LogFollower logs = loaded.State.Logs;
        if (logs.TornLength(log) > 0)
        {
            long whole = logs[log].Offset;
            bool wasAcknowledged = manifest.Manifest.LogLengths.GetValueOrDefault(log) > whole;
            context.Warnings.Add(TailRepair.Run(_backend, log, whole, wasAcknowledged));
        }

        // What was skipped is saved once, and a snapshot without it follows at once.
        if (loaded.State.Skipped is { Count: > 0 } skipped)
        {
            context.Warnings.Add(SkippedRecords.PutAside(_backend, manifest.Manifest.CurrentSnapshot, skipped));
            MustCheckpoint = true;
        }

        if (!MustCheckpoint && !_options.Strict && loaded.State.Table.Snapshot is null)
        {
            SnapshotIndexFile.TryMake(_backend, manifest.Manifest, _options.SnapshotIndexFrom);
        }
    }

    /// <summary>Warns of logs with operations that the state lacks.</summary>
    /// <param name="loaded">What was loaded.</param>
    /// <param name="among">The logs to look at; null for all.</param>
    public void ReportLost(LoadedStore loaded, IReadOnlySet<string>? among)
    {
        foreach (StoreWarning warning in new LostOperations(_backend, manifest.Manifest, () => loaded.State.Table).Warnings(among))
        {
            context.Warnings.Add(warning);
        }
    }

    private void Migrate(RecordTable table, RecordMigration migration, int fromVersion)
    {
        long migrated = 0;
        foreach (RecordRef record in table.Freeze())
        {
            if (++migrated % MigrationStride == 0)
            {
                _options.Progress?.Report(new StoreProgress(StoreWork.MigrateRecords, manifest.Manifest.CurrentSnapshot, migrated, table.Count));
            }

            cancellation.ThrowIfCancellationRequested();
            string id = record.IdText;
            try
            {
                using CheckedRecord changed = new(migration(id, record.Value.ToArray(), fromVersion).Span);
                table.Replace(record.Id, changed.Json);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new MigrationException(_backend.Location, id, e);
            }
        }
    }
}
