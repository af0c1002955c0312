using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store;

/// <summary>
/// Opens a store: lock, manifest, snapshot, the log's tail, replay, migration, in this order. Until the end nothing is
/// written but a torn tail put aside.
/// </summary>
internal sealed class StoreOpener(IStorageBackend backend, OpsLogStoreOptions options, CancellationToken cancellation)
{
    private const int MostReadAttempts = 20;
    private const int MostDamageAttempts = 2;

    /// <summary>An empty snapshot is a header alone; anything longer holds records.</summary>
    private const int LongestEmptySnapshot = 256;

    private readonly List<StoreWarning> _warnings = [];

    public OpenedStore Open()
    {
        if (options.ReadOnly)
        {
            return OpenForReading();
        }

        backend.Initialize();
        WriterLock writerLock = WriterLock.Acquire(backend, options.LockTimeout, cancellation);
        try
        {
            VersionedContent manifest = backend.Read(StoreLayout.Manifest) ?? CreateFresh();
            return Load(manifest, writerLock);
        }
        catch
        {
            writerLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads beside a writer that may take a checkpoint meanwhile: when a file the manifest named is gone and there is
    /// another manifest, it starts again from that.
    /// </summary>
    private OpenedStore OpenForReading()
    {
        for (int attempt = 1; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            VersionedContent manifest = backend.Read(StoreLayout.Manifest)
                ?? throw (HoldsData() ? MissingManifest() : new StoreNotFoundException(backend.Location));
            try
            {
                OpenedStore opened = Load(manifest, null);

                // Damage may be but a writer that cut its log by an undo and wrote on while this was reading.
                if (attempt > MostDamageAttempts || !_warnings.Exists(warning => warning.Kind == StoreWarningKind.SkippedDamage))
                {
                    return opened;
                }

                _warnings.Clear();
            }
            catch (LogDamagedException) when (attempt <= MostDamageAttempts)
            {
            }
            catch (Exception e) when (
                (e is LogMissingException or SnapshotException { Fault: SnapshotFault.Missing })
                && attempt < MostReadAttempts
                && backend.Read(StoreLayout.Manifest)?.Version != manifest.Version)
            {
                _warnings.Clear();
            }
        }
    }

    private OpenedStore Load(VersionedContent content, WriterLock? writerLock)
    {
        Manifest manifest = ManifestCodec.Read(content.Content, PathOf(StoreLayout.Manifest));
        RecordTable table = new();
        SnapshotHeader header = LoadSnapshot(manifest, table, out long snapshotBytes);
        if (header.Version > options.SchemaVersion)
        {
            throw new SchemaVersionException(backend.Location, header.Version, options.SchemaVersion);
        }

        bool hasAgents = manifest.ActiveAgentOps.Count > 0;
        LogLoader logs = new(backend, options.Strict, _warnings);
        LoadedLogs loaded = hasAgents
            ? logs.LoadMerged([.. manifest.ActiveAgentOps.Values.Append(manifest.ActiveOps).Distinct()], manifest.ActiveOps, table, header.Clock)
            : logs.Load(manifest.ActiveOps, table, repair: writerLock is not null);
        if (writerLock is not null)
        {
            ReportStrayLogs(manifest.ActiveOps);
        }

        bool migrates = header.Version < options.SchemaVersion;
        if (migrates)
        {
            Migrate(table, header.Version);
        }

        return new OpenedStore
        {
            WriterLock = writerLock,
            Table = table,
            Manifest = manifest with { Version = options.SchemaVersion },
            ManifestVersion = content.Version,
            Warnings = _warnings,
            WholeLength = loaded.WholeLength,
            Operations = loaded.Operations,
            SnapshotBytes = snapshotBytes,
            Clock = hasAgents ? loaded.Clock : header.Clock,
            MustCheckpoint = writerLock is not null && (migrates || hasAgents),
        };
    }

    private SnapshotHeader LoadSnapshot(Manifest manifest, RecordTable table, out long length)
    {
        string path = PathOf(manifest.CurrentSnapshot);
        try
        {
            using IObjectReader source = backend.OpenRead(manifest.CurrentSnapshot);
            length = source.Length;
            return new SnapshotLoader(source, path, table).Load(manifest.Seal);
        }
        catch (ObjectNotFoundException)
        {
            throw new SnapshotException(SnapshotFault.Missing, path, 0, 0, "the manifest names it, and it is not there");
        }
    }

    private void Migrate(RecordTable table, int fromVersion)
    {
        if (options.Migration is not { } migration)
        {
            return;
        }

        foreach (RecordRef record in table.Freeze())
        {
            cancellation.ThrowIfCancellationRequested();
            string id = record.IdText;
            try
            {
                ReadOnlyMemory<byte> migrated = migration(id, record.Value.ToArray(), fromVersion);
                table.Set(record.Id, OpsLogStore.CheckRecord(migrated.Span));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new MigrationException(backend.Location, id, e);
            }
        }
    }

    private VersionedContent CreateFresh()
    {
        if (HoldsData())
        {
            throw MissingManifest();
        }

        string now = Timestamp.Format(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        string snapshot = StoreFiles.NextSnapshot(backend, null);
        SnapshotSeal seal;
        using (IObjectWriter target = backend.CreateObject(snapshot))
        {
            seal = SnapshotWriter.Write(target, new SnapshotHeader(options.SchemaVersion, now, 0), new RecordTable().Freeze());
            target.Complete();
        }

        string log = StoreFiles.NextLog(backend, null);
        backend.OpenAppend(log).Dispose();
        byte[] manifest = ManifestCodec.Write(new Manifest
        {
            Version = options.SchemaVersion,
            CurrentSnapshot = snapshot,
            ActiveOps = log,
            Stats = new ManifestStats(0, 0, 0, now, now),
            Seal = seal,
        });
        return new VersionedContent(manifest, backend.Put(StoreLayout.Manifest, manifest, PutCondition.IfAbsent));
    }

    /// <summary>Whether the place holds more than a first opening that was cut short leaves behind.</summary>
    private bool HoldsData() =>
        backend.List(StoreLayout.LogFolder).Any(log => log.Length > 0)
        || backend.List(StoreLayout.SnapshotFolder).Any(snapshot => snapshot.Length > LongestEmptySnapshot);

    private ManifestException MissingManifest() => new(
        ManifestFault.Missing, PathOf(StoreLayout.Manifest), null, "it is not there, though there are snapshots or logs with data beside it");

    /// <summary>
    /// A log behind the active one was begun by a checkpoint that never finished, and is empty; one with content means
    /// that an older manifest was put in place of the newest.
    /// </summary>
    private void ReportStrayLogs(string active)
    {
        if (!StoreLayout.TryParseWriterLog(active, out FileStamp newest))
        {
            return;
        }

        foreach (StoredObject stored in backend.List(StoreLayout.LogFolder))
        {
            if (!StoreLayout.TryParseWriterLog(stored.Name, out FileStamp stamp) || stamp.CompareTo(newest) <= 0)
            {
                continue;
            }

            if (stored.Length == 0)
            {
                StoreFiles.DeleteSuperseded(backend, stored.Name, _warnings.Add);
            }
            else
            {
                _warnings.Add(new StoreWarning(
                    StoreWarningKind.StrayLog,
                    $"The log '{PathOf(stored.Name)}' is newer than the one the manifest names and holds {stored.Length} bytes that are not replayed. If the manifest was restored from a backup, restore the whole store.",
                    PathOf(stored.Name)));
            }
        }
    }

    private string PathOf(string name) => StoreFiles.PathOf(backend, name);
}
