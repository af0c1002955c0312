using System.Buffers;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Archive;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Locks;
using OpsLog.Core.Store.Opening;

namespace OpsLog.Core.Store;

/// <summary>
/// An embedded document store: records are JSON objects under string ids, every change is an operation in an
/// append-only log, and the state is the newest snapshot with the log replayed over it.
/// </summary>
/// <remarks>
/// One object may be used from several threads. Writes are serialised; reads see the state as of one moment and never
/// wait for a disk. An error leaves the state as it was before the call.
/// </remarks>
public sealed partial class OpsLogStore : IRecordReader, IRecordWriter, IDisposable
{
    // Order of locks: a log writer's own, then this one. Nothing that waits for a disk is done under it.
    private readonly object _state = new();
    private readonly IStorageBackend _backend;
    private readonly OpsLogStoreOptions _options;
    private readonly IDisposable? _lock;
    private readonly AgentSeat? _seat;
    private readonly List<StoreWarning> _warnings;
    private RecordTable _table;
    private Manifest _manifest;
    private string _manifestVersion;
    private LogFollower _logs;
    private HashSet<string> _knownLogs;
    private LogWriter? _log;
    private Exception? _failure;
    private bool _failureTold;
    private Thread? _exclusive;

    /// <summary>Operations written here since the logs were loaded, less those that an undo cut off them.</summary>
    private long _written;
    private long _clock;
    private long _horizon;
    private long _snapshotBytes;
    private bool _closed;

    private OpsLogStore(IStorageBackend backend, OpsLogStoreOptions options, OpenedStore opened)
    {
        _backend = backend;
        _options = options;
        _lock = opened.Lock;
        _seat = opened.Seat;
        _ownLog = _seat is null ? "" : opened.Manifest.ActiveAgentOps[_seat.Agent];
        _warnings = opened.Warnings;
        _table = opened.Loaded.Table;
        _manifest = opened.Manifest;
        _manifestVersion = opened.ManifestVersion;
        _logs = opened.Logs;
        _knownLogs = opened.WrittenLogs;
        _clock = opened.Logs.Clock;
        _horizon = opened.Loaded.Header.Horizon;
        _snapshotBytes = opened.Loaded.SnapshotBytes;
    }

    /// <summary>The store's directory or address.</summary>
    public string Location => _backend.Location;

    /// <summary>How the store was opened.</summary>
    public OpsLogStoreOptions Options => _options;

    /// <summary>Whether the store is open.</summary>
    public bool IsOpen => !Volatile.Read(ref _closed);

    /// <summary>Opens or creates a store in a directory.</summary>
    /// <exception cref="OpsLogException">The store can't be opened; nothing was changed. The type tells why.</exception>
    public static OpsLogStore Open(string directory, OpsLogStoreOptions? options = null, CancellationToken cancellation = default)
    {
        FileSystemBackend backend = new(directory);
        try
        {
            return Open(backend, options, cancellation);
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    /// <summary>Opens or creates a store in a backend, which the store disposes of when it is closed.</summary>
    /// <inheritdoc cref="Open(string, OpsLogStoreOptions?, CancellationToken)"/>
    public static OpsLogStore Open(IStorageBackend backend, OpsLogStoreOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new OpsLogStoreOptions();
        options.Check();
        if (options.Agent is { } agent)
        {
            StoreOpener.CheckAgent(backend, agent);
        }

        bool mustMigrateAlone = options.Agent is not null && StoreOpener.MustMigrate(backend, options);
        IReadOnlyList<StoreWarning> before = mustMigrateAlone ? MigrateAlone(backend, options, cancellation) : [];
        OpenedStore opened = new StoreOpener(backend, options, cancellation).Open();
        OpsLogStore? store = null;
        try
        {
            store = new OpsLogStore(backend, options, opened);
            store._warnings.InsertRange(0, before);
            if (!options.ReadOnly)
            {
                store.BeginWriting(opened.MustCheckpoint);
            }

            return store;
        }
        catch
        {
            store?._log?.Dispose();
            opened.Lock?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Migrates as the only writer, which is refused while agents are live: they would go on in the old shape. Returns
    /// what there was to warn of.
    /// </summary>
    private static IReadOnlyList<StoreWarning> MigrateAlone(IStorageBackend backend, OpsLogStoreOptions options, CancellationToken cancellation)
    {
        OpsLogStoreOptions alone = options with { Agent = null };
        OpenedStore opened = new StoreOpener(backend, alone, cancellation).Open();
        using IDisposable? claim = opened.Lock;
        OpsLogStore store = new(backend, alone, opened);
        try
        {
            store.BeginWriting(opened.MustCheckpoint);
            return store.Warnings;
        }
        finally
        {
            store._log?.Dispose();
        }
    }

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_state)
            {
                ThrowIfClosed();
                return _table.Count;
            }
        }
    }

    /// <inheritdoc/>
    public bool Contains(string id)
    {
        byte[] key = JsonText.Encode(id);
        lock (_state)
        {
            ThrowIfClosed();
            return _table.TryGet(key, out _);
        }
    }

    /// <inheritdoc/>
    public bool TryGet(string id, IBufferWriter<byte> destination)
    {
        byte[] key = JsonText.Encode(id);
        lock (_state)
        {
            ThrowIfClosed();
            bool found = _table.TryGet(key, out ReadOnlySpan<byte> value);
            destination.Write(value);
            return found;
        }
    }

    /// <summary>A record, one JSON object in UTF-8; null where there is none.</summary>
    public byte[]? Get(string id)
    {
        byte[] key = JsonText.Encode(id);
        lock (_state)
        {
            ThrowIfClosed();
            return _table.TryGet(key, out ReadOnlySpan<byte> value) ? value.ToArray() : null;
        }
    }

    /// <inheritdoc/>
    public RecordView View()
    {
        lock (_state)
        {
            ThrowIfClosed();
            return _table.Freeze();
        }
    }

    /// <summary>The store's figures.</summary>
    public StoreStatistics GetStatistics()
    {
        lock (_state)
        {
            ThrowIfClosed();
            return new StoreStatistics
            {
                Records = _table.Count,
                OperationsSinceCheckpoint = UncoveredOperations,
                LogBytes = UncoveredBytes(),
                Clock = _clock,
                SnapshotBytes = _snapshotBytes,
                MemoryBytes = _table.ArenaBytes,
                Segments = _manifest.ArchiveSegments.Count,
                ArchivedRecords = _manifest.Stats.ArchivedRecords,
                Snapshot = _manifest.CurrentSnapshot,
                Log = OwnLog,
                SchemaVersion = _manifest.Version,
                Created = TimeOf(_manifest.Stats.Created),
                LastCheckpoint = TimeOf(_manifest.Stats.LastCheckpoint),
            };
        }
    }

    /// <summary>
    /// Makes everything durable, takes a checkpoint if its rule asks for one, and releases the store. Closing twice is
    /// no error. A store that has failed is released as it is.
    /// </summary>
    /// <exception cref="StoreFailedException">What was not yet acknowledged could not be written.</exception>
    public void Close()
    {
        if (!IsOpen)
        {
            return;
        }

        try
        {
            if (_log is not null)
            {
                using (EnterExclusive())
                {
                    FinishWriting();
                }
            }
        }
        finally
        {
            lock (_state)
            {
                _closed = true;
                Monitor.PulseAll(_state);
            }

            _flushTimer?.Dispose();
            _log?.Dispose();
            _lock?.Dispose();
            _backend.Dispose();
        }
    }

    /// <inheritdoc cref="Close"/>
    public void Dispose() => Close();

    private static DateTime? TimeOf(string text) => Primitives.Timestamp.TryParse(text, out DateTime utc) ? utc : null;

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new StoreClosedException(Location);
        }
    }
}
