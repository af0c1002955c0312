using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Locks;

namespace OpsLog.Core.Store.Opening;

/// <summary>
/// Opens a store: lock, manifest, snapshot, the log's tail, replay, migration, in this order. Until the end nothing is
/// written but a torn tail put aside and, for an agent, its registration.
/// </summary>
internal sealed class StoreOpener(IStorageBackend backend, OpsLogStoreOptions options, CancellationToken cancellation)
{
    private const int MostReadAttempts = 20;
    private const int MostDamageAttempts = 2;

    private readonly List<StoreWarning> _warnings = [];
    private HashSet<string> _written = [];

    public OpenedStore Open() => options switch
    {
        { ReadOnly: true } => OpenForReading(),
        { Agent: { } agent } => OpenAsAgent(agent),
        _ => OpenForWriting(),
    };

    /// <summary>Whether the store is at a lower schema version than the caller asks for.</summary>
    public static bool MustMigrate(IStorageBackend backend, OpsLogStoreOptions options) =>
        backend.Read(StoreLayout.Manifest) is { } content
        && ManifestFile.Parse(backend, content).Manifest.Version < options.SchemaVersion;

    /// <summary>Refuses an agent id that some file system can't tell from another agent's of the store.</summary>
    /// <exception cref="InvalidNameException">Another agent's id differs only in letter case or Unicode form, or the id is too long.</exception>
    public static void CheckAgent(IStorageBackend backend, string agent)
    {
        IEnumerable<string> registered = backend.Read(StoreLayout.Manifest) is { } content
            ? ManifestCodec.Read(content.Content, StoreFiles.PathOf(backend, StoreLayout.Manifest)).ActiveAgentOps.Keys
            : [];
        CheckAgent(backend, agent, registered);
    }

    private static void CheckAgent(IStorageBackend backend, string agent, IEnumerable<string> registered) =>
        StoreLayout.CheckNewName("an agent id", agent, registered.Concat(StoreFiles.Agents(backend)).ToHashSet(StringComparer.Ordinal));

    private OpenedStore OpenForWriting()
    {
        backend.Initialize();
        WriterLock writerLock = WriterLock.Acquire(backend, new LockWait(options.LockTimeout, cancellation));
        try
        {
            VersionedContent content = backend.Read(StoreLayout.Manifest) ?? FreshStore.Create(backend, options.SchemaVersion);
            Manifest manifest = ReadManifest(content);
            backend.Settle();
            OpenedStore opened = Load(manifest, content.Version);
            RepairTail(opened, manifest.ActiveOps);
            PutSkippedAside(opened);
            StrayLogs.Report(backend, manifest.ActiveOps, _warnings.Add);
            ReportLost(opened, among: null);
            opened.Lock = writerLock;
            opened.MustCheckpoint |= opened.Logs.IsShared;
            return opened;
        }
        catch
        {
            writerLock.Dispose();
            throw;
        }
    }

    private OpenedStore OpenAsAgent(string agent)
    {
        backend.Initialize();
        AgentSeat seat = AgentSeat.Take(backend, agent, new LockWait(options.LockTimeout, cancellation), options.TurnTimeout);
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                cancellation.ThrowIfCancellationRequested();
                _written = StoreFiles.WrittenLogs(backend);
                (Manifest manifest, string version) = Register(agent);
                backend.Settle();
                try
                {
                    OpenedStore opened = Load(manifest, version);
                    RepairTail(opened, manifest.ActiveAgentOps[agent]);
                    PutSkippedAside(opened);
                    ReportLost(opened, _written);
                    opened.Lock = seat;
                    opened.Seat = seat;

                    // The package's agents read the agents' logs alone once there are any, and put what a single writer
                    // wrote ahead of all that agents did.
                    opened.MustCheckpoint |= opened.Logs.HasWriterOperations;
                    return opened;
                }
                catch (Exception e) when (attempt < MostReadAttempts && WasSuperseded(e, version))
                {
                    _warnings.Clear();
                }
            }
        }
        catch
        {
            seat.Dispose();
            throw;
        }
    }

    /// <summary>Makes sure the manifest names a log for the agent; two that open at one moment both end up in it.</summary>
    private (Manifest Manifest, string Version) Register(string agent)
    {
        string? log = null;
        while (true)
        {
            VersionedContent content = backend.Read(StoreLayout.Manifest) ?? FreshStore.Create(backend, options.SchemaVersion);
            Manifest manifest = ReadManifest(content);
            if (manifest.ActiveAgentOps.ContainsKey(agent))
            {
                return (manifest, content.Version);
            }

            CheckAgent(backend, agent, manifest.ActiveAgentOps.Keys);
            if (log is null)
            {
                log = StoreFiles.NextAgentLog(backend, agent);
                backend.OpenAppend(log).Dispose();
            }

            Manifest registered = manifest with
            {
                ActiveAgentOps = new Dictionary<string, string>(manifest.ActiveAgentOps, StringComparer.Ordinal) { [agent] = log },
            };
            if (ManifestFile.TryPut(backend, registered, content.Version, out ManifestFile inPlace))
            {
                return (inPlace.Manifest, inPlace.Version);
            }

            // Another process changed it first; this change goes on top of that.
        }
    }

    /// <summary>
    /// Reads beside writers that may take a checkpoint meanwhile: when a file the manifest named is gone and there is
    /// another manifest, it starts again from that.
    /// </summary>
    private OpenedStore OpenForReading()
    {
        for (int attempt = 1; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            _written = StoreFiles.WrittenLogs(backend);
            VersionedContent content = FreshStore.FindManifest(backend) ?? throw new StoreNotFoundException(backend.Location);
            try
            {
                OpenedStore opened = Load(ReadManifest(content), content.Version);

                // Damage may be but a writer that cut its log by an undo and wrote on while this was reading.
                if (attempt > MostDamageAttempts || !_warnings.Exists(warning => warning.Kind is StoreWarningKind.SkippedDamage or StoreWarningKind.MissingData))
                {
                    ReportLost(opened, _written);
                    return opened;
                }
            }
            catch (LogDamagedException) when (attempt <= MostDamageAttempts)
            {
            }
            catch (Exception e) when (attempt < MostReadAttempts && WasSuperseded(e, content.Version))
            {
            }

            _warnings.Clear();
        }
    }

    private bool WasSuperseded(Exception error, string version) =>
        error is LogMissingException or SnapshotException { Fault: SnapshotFault.Missing }
        && backend.Read(StoreLayout.Manifest)?.Version != version;

    private Manifest ReadManifest(VersionedContent content) => ManifestFile.Parse(backend, content).Manifest;

    private OpenedStore Load(Manifest manifest, string version)
    {
        LoadedState loaded = new StateLoader(backend, options, _warnings.Add).Load(manifest);
        if (loaded.Header.Version > options.SchemaVersion)
        {
            throw new SchemaVersionException(backend.Location, loaded.Header.Version, options.SchemaVersion);
        }

        bool migrates = loaded.Header.Version < options.SchemaVersion;
        if (migrates)
        {
            Migrate(loaded, loaded.Header.Version);
        }

        return new OpenedStore
        {
            Loaded = loaded,
            Manifest = manifest with { Version = options.SchemaVersion },
            ManifestVersion = version,
            Warnings = _warnings,
            WrittenLogs = _written,

            // The header decides what the records are, and a manifest that says less has agents migrate once more.
            MustCheckpoint = migrates || manifest.Version < options.SchemaVersion,
        };
    }

    private void Migrate(LoadedState loaded, int fromVersion)
    {
        if (options.Migration is not { } migration)
        {
            return;
        }

        RecordTable table = loaded.Table;
        foreach (RecordRef record in table.Freeze())
        {
            cancellation.ThrowIfCancellationRequested();
            string id = record.IdText;
            try
            {
                ReadOnlyMemory<byte> migrated = migration(id, record.Value.ToArray(), fromVersion);
                table.Replace(record.Id, OpsLogStore.CheckRecord(migrated.Span));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new MigrationException(backend.Location, id, e);
            }
        }
    }

    private void ReportLost(OpenedStore opened, IReadOnlySet<string>? among) =>
        _warnings.AddRange(new LostOperations(backend, opened.Manifest, () => opened.Loaded.Table).Warnings(among));

    private void RepairTail(OpenedStore opened, string log)
    {
        if (opened.Logs.TornLength(log) > 0)
        {
            long whole = opened.Logs[log].Offset;
            _warnings.Add(TailRepair.Run(backend, log, whole, wasAcknowledged: opened.Manifest.LogLengths.GetValueOrDefault(log) > whole));
        }
    }

    /// <summary>What was skipped is put aside once, and a snapshot without it follows at once.</summary>
    private void PutSkippedAside(OpenedStore opened)
    {
        if (opened.Loaded.Skipped is { Count: > 0 } skipped)
        {
            _warnings.Add(SkippedRecords.PutAside(backend, opened.Manifest.CurrentSnapshot, skipped));
            opened.MustCheckpoint = true;
        }
    }
}
