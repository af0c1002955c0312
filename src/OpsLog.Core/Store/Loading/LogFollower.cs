using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store.Loading;

/// <summary>
/// Replays the logs a manifest names and goes on from there: each further reading takes what is new in each file, in
/// whole steps, and costs what is new.
/// </summary>
internal sealed class LogFollower
{
    // Enough for the last steps, so that what follows them is found where an undo cut them off.
    private const int TailLength = 4096;

    /// <summary>The logs of agents only grow: a few bytes show whether another program has changed one.</summary>
    private const int AgentTailLength = 64;

    private readonly IStorageBackend _backend;
    private readonly OpsLogStoreOptions _options;
    private readonly DamageReport _damage;
    private readonly Dictionary<string, LogCursor> _cursors = new(StringComparer.Ordinal);
    private readonly long _snapshotClock;
    private readonly IReadOnlyDictionary<string, long> _covered;
    private long _compactFrom;

    /// <summary>Begins behind a snapshot.</summary>
    public LogFollower(IStorageBackend backend, OpsLogStoreOptions options, Action<StoreWarning> warn, Manifest manifest, SnapshotHeader header)
    {
        _backend = backend;
        _options = options;
        _damage = new DamageReport(backend, options.Strict, warn);
        _snapshotClock = header.Clock;
        _covered = header.Covered;
        Clock = header.Clock;
        IsShared = manifest.ActiveAgentOps.Count > 0;
        Follow(manifest);
    }

    /// <summary>Whether agents have written, so that stamps decide and not the order of reading.</summary>
    public bool IsShared { get; }

    /// <summary>Whether operations of a single writer were read beside agents' logs.</summary>
    public bool HasWriterOperations => _cursors.Values.Any(cursor => cursor.WriterOperations > 0);

    /// <summary>Whether another program wrote one of the operations read.</summary>
    public bool HasForeign => _cursors.Values.Any(cursor => cursor.HasForeign);

    /// <summary>Whether an agent of another program wrote one of them.</summary>
    public bool HasForeignAgent { get; private set; }

    /// <summary>The highest clock in the snapshot and in what was read.</summary>
    public long Clock { get; private set; }

    /// <summary>Operations read behind the snapshot.</summary>
    public long Operations { get; private set; }

    /// <summary>Bytes read that the snapshot doesn't cover.</summary>
    public long UncoveredBytes { get; private set; }

    public IEnumerable<LogCursor> Cursors => _cursors.Values;

    public LogCursor this[string log] => _cursors[log];

    /// <summary>Follows the logs of a newer manifest with the same snapshot.</summary>
    public void Follow(Manifest manifest)
    {
        // First, over the snapshot alone: what agents had read of a single writer's log is held against that.
        Add(manifest.ActiveOps, StoreLayout.TryParseAgentLog(manifest.ActiveOps, out string writer, out _) ? writer : "");
        _cursors[manifest.ActiveOps].IsActive = true;
        foreach ((string agent, string log) in manifest.ActiveAgentOps)
        {
            if (!StoreLayout.TryParseAgentLog(log, out string owner, out _) || owner != agent)
            {
                throw new ManifestException(
                    ManifestFault.InvalidField, PathOf(StoreLayout.Manifest), "activeAgentOps", $"'activeAgentOps' assigns the log '{log}' to agent '{agent}', but the log belongs to another writer");
            }

            Add(log, agent);
        }
    }

    /// <summary>Follows one more log, from its beginning.</summary>
    public void Add(string log, string agent)
    {
        if (!_cursors.ContainsKey(log))
        {
            _cursors.Add(log, new LogCursor(log, agent, _covered.GetValueOrDefault(log), _snapshotClock));
        }
    }

    /// <summary>Passes over what the owner of the store wrote itself, and has applied and counted already.</summary>
    public void Advance(string log, long offset, long clock)
    {
        LogCursor cursor = _cursors[log];
        UncoveredBytes += offset - cursor.Offset;
        cursor.Offset = offset;
        cursor.LastClock = Math.Max(cursor.LastClock, clock);
        Clock = Math.Max(Clock, clock);
    }

    /// <summary>Reads the logs to their ends over a table that no other thread uses.</summary>
    public void Load(RecordTable table, CancellationToken cancellation)
    {
        // What a single writer wrote beside agents has its place by what the other logs hold.
        using ClocksByTime clocks = new(_backend, _cursors.Values, _snapshotClock);
        LogReading reading = new(table, apply => apply(), clocks, null, ReclaimsMemory: true, cancellation);
        _ = _cursors.Values.All(cursor => TryRead(cursor, reading));
    }

    /// <summary>
    /// Reads what is new in all logs but <paramref name="except"/>. The reading is done outside of
    /// <paramref name="locked"/>, which runs what it is given under the lock of the table; the applying inside. False if
    /// everything has to be loaded again: a log is no longer what was read of it, or a single writer wrote beside agents.
    /// </summary>
    public bool TryReadNew(RecordTable table, Func<Func<bool>, bool> locked, string? except, List<LoggedOperation>? collect, CancellationToken cancellation)
    {
        LogReading reading = new(table, locked, null, collect, ReclaimsMemory: except is null, cancellation);
        return _cursors.Values.Where(cursor => cursor.Log != except).All(cursor => TryRead(cursor, reading));
    }

    /// <summary>The length of a log that is behind its last whole step: a write under way, or a torn one.</summary>
    public long TornLength(string log)
    {
        using IObjectReader source = Open(log);
        return source.Length - _cursors[log].Offset;
    }

    /// <summary>
    /// The length up to which a single writer's log is still what was read of it: its undo cuts steps off, and other
    /// steps may be in their place.
    /// </summary>
    public static long UnchangedLength(LogCursor cursor, IObjectReader source)
    {
        long start = cursor.TailEnd - cursor.Tail.Length;
        byte[] now = new byte[cursor.Tail.Length];
        int same = cursor.Tail.AsSpan().CommonPrefixLength(now.AsSpan(0, source.Read(start, now)));
        return same == cursor.Tail.Length ? cursor.Offset : start + cursor.Tail.AsSpan(0, same).LastIndexOf((byte)'\n') + 1;
    }

    private bool TryRead(LogCursor cursor, LogReading reading)
    {
        using IObjectReader source = Open(cursor.Log);
        long length = source.Length;
        if (length < cursor.Offset || !IsTailTheSame(cursor, source))
        {
            return IsShared || length < cursor.Covered
                ? throw new AgentLogException(PathOf(cursor.Log), length, $"it had at least {Counted.Of(cursor.Offset, "byte")} before, and the log of an agent never becomes shorter")
                : false;
        }

        if (IsShared && reading.Clocks is not null && cursor is { IsActive: true, Agent.Length: 0 } && cursor.Offset < length)
        {
            cursor.SeenTo = new SeenByAgents(_backend, reading.Table, [.. _cursors.Values.Where(other => other.Agent.Length > 0)]).FindLast(cursor);
        }

        long start = cursor.Offset;
        int window = Math.Min(LogWindows.WindowSize, _options.LargestStep);
        using LogWindows windows = new(source, length);
        while (cursor.Offset < length)
        {
            if (reading.Cancellation.IsCancellationRequested)
            {
                // What was read so far is applied, and the next reading goes on from there.
                windows.Dispose();
                KeepTail(cursor, source);
                reading.Cancellation.ThrowIfCancellationRequested();
            }

            _options.Progress?.Report(new StoreProgress(StoreWork.ReadLog, cursor.Log, cursor.Offset - start, length - start));
            long before = cursor.Offset;
            long to = Math.Min(length, before + window);
            using LogWindow part = windows.Take(before, to);
            if (!TryReplay(cursor, part, reading))
            {
                return false;
            }

            if (cursor.Offset == before)
            {
                if (to == length)
                {
                    break;
                }

                // One step larger than the window: look at more of it. Taken for torn, it would be cut off with all
                // that was acknowledged behind it.
                window = window < _options.LargestStep ? (int)Math.Min(2L * window, _options.LargestStep) : throw new LogDamagedException(
                    PathOf(cursor.Log), cursor.Lines + 1, before, $"the line or batch that begins here is longer than the maximum of {_options.LargestStep:N0} bytes", canBeSkipped: false);
            }
        }

        _damage.ReportCount(cursor);
        KeepTail(cursor, source);
        return true;
    }

    private bool TryReplay(LogCursor cursor, LogWindow window, LogReading reading)
    {
        long from = cursor.Offset;
        LogScanner scanner = window.Scan(cursor.Lines);
        LogReplay? replay = null;
        if (!reading.Locked(() => TryApply(cursor, scanner, reading, out replay)))
        {
            return false;
        }

        _damage.Report(cursor, scanner);
        Note(cursor, scanner, replay!);
        reading.Collect?.AddRange(HistoryReader.Read(window.Part, cursor.Log, from, scanner.WholeLength, new OperationFilter()));
        return true;
    }

    private bool TryApply(LogCursor cursor, LogScanner scanner, LogReading reading, out LogReplay replay)
    {
        RecordTable table = reading.Table;
        long from = cursor.Offset;
        replay = !IsShared
            ? LogReplay.InOrder(table, scanner, cursor.LastClock)
            : LogReplay.ByStamps(
                table, scanner, cursor.LastClock, _snapshotClock, cursor.Agent, reading.Clocks?.For(cursor), cursor.WriterOperations);
        if (replay.MeetsWriter && cursor.IsActive)
        {
            return false;
        }

        if (replay.Stranger is { } stranger)
        {
            throw new AgentLogException(PathOf(cursor.Log), stranger, $"it contains an operation of a writer other than agent '{cursor.Agent}'");
        }

        cursor.LastClock = replay.LastClock;
        cursor.WriterOperations = replay.WriterOperations;
        HasForeignAgent |= replay.HasForeignAgent;
        cursor.IsDoubtful |= !replay.IsConsistent;
        Clock = Math.Max(Clock, replay.Clock);
        if (reading.ReclaimsMemory && table.ArenaBytes >= _compactFrom)
        {
            // A log of many updates must not take as much memory as it is long. The changes of a writer that may have to
            // be reverted prevent it; its checkpoints reclaim the memory.
            table.ReclaimSuperseded();
            _compactFrom = Math.Max(LogWindows.WindowSize, table.ArenaBytes * 2);
        }

        UncoveredBytes += scanner.WholeLength - from;
        cursor.Offset = scanner.WholeLength;
        cursor.Lines = scanner.WholeLines;
        Operations += scanner.Operations;
        return true;
    }

    /// <summary>What damage did is reported with it, so only a log without any is held against itself.</summary>
    private static void Note(LogCursor cursor, LogScanner scanner, LogReplay replay)
    {
        cursor.HasForeign |= replay.HasForeign;
        bool isDamaged = cursor.DamageReported > 0 || scanner.DamagedPlaces > 0;
        if (!isDamaged && replay.Contradiction is { } place && place.Offset < scanner.WholeLength)
        {
            cursor.Contradiction ??= place;
        }
    }

    private static bool IsTailTheSame(LogCursor cursor, IObjectReader source)
    {
        byte[] tail = new byte[cursor.Tail.Length];
        return source.Read(cursor.TailEnd - tail.Length, tail) == tail.Length && tail.AsSpan().SequenceEqual(cursor.Tail);
    }

    private static void KeepTail(LogCursor cursor, IObjectReader source)
    {
        byte[] tail = new byte[(int)Math.Min(cursor.Agent.Length > 0 ? AgentTailLength : TailLength, cursor.Offset)];
        source.Read(cursor.Offset - tail.Length, tail);
        (cursor.Tail, cursor.TailEnd) = (tail, cursor.Offset);
    }

    private IObjectReader Open(string log)
    {
        try
        {
            return _backend.OpenRead(log);
        }
        catch (ObjectNotFoundException)
        {
            throw new LogMissingException(PathOf(log));
        }
    }

    private string PathOf(string name) => StoreFiles.PathOf(_backend, name);
}
