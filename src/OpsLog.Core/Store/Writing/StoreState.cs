using System.Buffers;
using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;

namespace OpsLog.Core.Store.Writing;

/// <summary>
/// The committed state: the records, the manifest and the logs that they come from, and the lock that guards all of
/// them.
/// </summary>
internal class StoreState : TurnLock
{
    private ManifestFile _manifest;
    private HashSet<string> _knownLogs;
    private long _clock;
    private long _horizon;
    private long _snapshotBytes;

    public StoreState(StoreCondition condition, LoadedStore loaded)
        : base(condition)
    {
        _manifest = loaded.Manifest;
        _knownLogs = loaded.KnownLogs;
        Table = loaded.State.Table;
        Follower = loaded.State.Logs;
        _clock = loaded.State.Logs.Clock;
        _horizon = loaded.State.Header.Horizon;
        _snapshotBytes = loaded.State.SnapshotBytes;
    }

    /// <summary>How many records there are.</summary>
    public int Count => Ask(static table => table.Count);

    /// <summary>The manifest that the state comes from.</summary>
    public Manifest Manifest => ManifestFile.Manifest;

    /// <summary>The same with the version of its file.</summary>
    public ManifestFile ManifestFile => Volatile.Read(ref _manifest);

    /// <summary>The highest clock in the state.</summary>
    public long Clock => Volatile.Read(ref _clock);

    /// <summary>The clock up to which tombstones are forgotten.</summary>
    public long Horizon => Volatile.Read(ref _horizon);

    /// <summary>The length of the snapshot, in bytes.</summary>
    public long SnapshotBytes => Volatile.Read(ref _snapshotBytes);

    /// <summary>Whether agents have written, so that operations are ordered by their stamps.</summary>
    public bool IsShared => Follower.IsShared;

    /// <summary>The log that this store object writes; where it writes none, the single writers' log.</summary>
    public virtual string LogName => Manifest.ActiveOps;

    private protected RecordTable Table { get; private set; }

    private protected LogFollower Follower { get; private set; }

    /// <summary>Whether there is a record.</summary>
    public bool Contains(ReadOnlySpan<byte> id)
    {
        lock (Gate)
        {
            Condition.ThrowIfClosed();
            return Table.TryGet(id, out _);
        }
    }

    /// <summary>Copies a record; false where there is none.</summary>
    public bool TryGet(ReadOnlySpan<byte> id, IBufferWriter<byte> destination)
    {
        lock (Gate)
        {
            Condition.ThrowIfClosed();
            bool found = Table.TryGet(id, out ReadOnlySpan<byte> value);
            destination.Write(value);
            return found;
        }
    }

    /// <summary>A record; null where there is none.</summary>
    public byte[]? Get(ReadOnlySpan<byte> id)
    {
        lock (Gate)
        {
            Condition.ThrowIfClosed();
            return Table.TryGet(id, out ReadOnlySpan<byte> value) ? value.ToArray() : null;
        }
    }

    /// <summary>The stamp of the last operation on a record, and the record it left; null where nothing is known of the id.</summary>
    public StampedRecord? GetStamped(ReadOnlySpan<byte> id)
    {
        lock (Gate)
        {
            byte[]? value = Table.TryGet(id, out ReadOnlySpan<byte> found) ? found.ToArray() : null;
            return Table.TryGetStamp(id, out Stamp stamp) ? new StampedRecord(stamp, value) : null;
        }
    }

    /// <summary>Begins to look for a record, while the caller does what needs no lock.</summary>
    public void Expect(ReadOnlySpan<byte> id) => Table.Expect(id);

    /// <summary>The records as they are now.</summary>
    public RecordView View() => Ask(static table => table.Freeze());

    /// <summary>Uses the table of the records under the lock.</summary>
    public T Use<T>(Func<RecordTable, T> use)
    {
        lock (Gate)
        {
            Condition.ThrowIfClosed();
            return use(Table);
        }
    }

    /// <summary>The records as a table of its own, for a batch to change.</summary>
    public RecordTable Fork() => Ask(static table => table.Fork());

    /// <summary>The logs as they were read, for the holder of the turn.</summary>
    public LogFollower LogsOf(StoreTurn turn)
    {
        Check(turn);
        return Follower;
    }

    /// <summary>The logs that had content when the manifest was read, for the holder of the turn.</summary>
    public HashSet<string> KnownLogsOf(StoreTurn turn)
    {
        Check(turn);
        return _knownLogs;
    }

    /// <summary>The agents by their numbers in stamps, for the holder of the turn.</summary>
    public AgentNames AgentsOf(StoreTurn turn)
    {
        Check(turn);
        return Table.Agents;
    }

    /// <summary>Goes on with a newer manifest that names the same snapshot.</summary>
    public void Adopt(StoreTurn turn, ManifestFile manifest)
    {
        lock (Gate)
        {
            Check(turn);
            _manifest = manifest;
            Follower.Follow(manifest.Manifest);
        }
    }

    /// <summary>Goes on with a manifest that differs from the one before in nothing that the state depends on.</summary>
    public void AdoptVersion(StoreTurn turn, ManifestFile manifest)
    {
        lock (Gate)
        {
            Check(turn);
            _manifest = manifest;
        }
    }

    /// <summary>
    /// Reads what is new in all logs but one, and applies it. False where everything has to be loaded again; see
    /// <see cref="LogFollower.TryReadNew"/>.
    /// </summary>
    public bool TryReadNew(StoreTurn turn, string? except, List<LoggedOperation>? collect)
    {
        Check(turn);
        try
        {
            return Follower.TryReadNew(Table, ApplyUnderLock, except, collect, turn.Cancellation);
        }
        finally
        {
            // Also where a log can't be read: what came from the others is in the state, and the clock is never behind it.
            lock (Gate)
            {
                _clock = Math.Max(_clock, Follower.Clock);
            }
        }
    }

    /// <summary>Goes on with a state that was loaded again.</summary>
    public virtual void Replace(StoreTurn turn, LoadedStore loaded)
    {
        lock (Gate)
        {
            Check(turn);
            Table.Snapshot?.Supersede();
            Table = loaded.State.Table;
            Follower = loaded.State.Logs;
            _manifest = loaded.Manifest;
            _knownLogs = loaded.KnownLogs;
            _clock = Math.Max(_clock, loaded.State.Logs.Clock);
            _horizon = loaded.State.Header.Horizon;
            _snapshotBytes = loaded.State.SnapshotBytes;
        }
    }

    /// <summary>What the snapshot does not cover: operations, and bytes of logs.</summary>
    public virtual (long Operations, long Bytes) Uncovered()
    {
        lock (Gate)
        {
            return (Follower.Operations, Follower.UncoveredBytes);
        }
    }

    /// <summary>The log that single writers write, and how far it was read.</summary>
    public (string Log, long Length) ReadUpTo()
    {
        lock (Gate)
        {
            string log = Manifest.ActiveOps;
            return (log, Follower[log].Offset);
        }
    }

    /// <summary>The store's figures as of one moment.</summary>
    public StoreStatistics Measure()
    {
        lock (Gate)
        {
            Condition.ThrowIfClosed();
            Manifest manifest = Manifest;
            (long operations, long bytes) = Uncovered();
            return new StoreStatistics
            {
                Records = Table.Count,
                OperationsSinceCheckpoint = operations,
                LogBytes = bytes,
                Clock = _clock,
                SnapshotBytes = _snapshotBytes,
                MemoryBytes = Table.MemoryBytes,
                Segments = manifest.ArchiveSegments.Count,
                ArchivedRecords = manifest.Stats.ArchivedRecords,
                Snapshot = manifest.CurrentSnapshot,
                Log = LogName,
                SchemaVersion = manifest.Version,
                Created = TimeOf(manifest.Stats.Created),
                LastCheckpoint = TimeOf(manifest.Stats.LastCheckpoint),
            };
        }
    }

    /// <summary>Under the lock: goes on behind a new snapshot.</summary>
    private protected void BeginBehind(ManifestFile manifest, SnapshotHeader header, long snapshotBytes, LogFollower logs)
    {
        _knownLogs.UnionWith(Follower.Cursors.Select(cursor => cursor.Log));
        _manifest = manifest;
        Follower = logs;
        _horizon = header.Horizon;
        _snapshotBytes = snapshotBytes;
    }

    private protected void AdvanceClock(long clock) => Volatile.Write(ref _clock, Math.Max(_clock, clock));

    private static DateTime? TimeOf(string text) => Timestamp.TryParse(text, out DateTime utc) ? utc : null;

    private T Ask<T>(Func<RecordTable, T> question)
    {
        lock (Gate)
        {
            Condition.ThrowIfClosed();
            return question(Table);
        }
    }

    private bool ApplyUnderLock(Func<bool> apply)
    {
        lock (Gate)
        {
            return apply();
        }
    }
}
