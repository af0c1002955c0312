using System.Runtime.CompilerServices;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.State;

/// <summary>
/// Replays the complete steps of a log to the table: in order for a single writer's log, by their stamps if agents have
/// written.
/// </summary>
internal sealed class LogReplay
{
    private readonly RecordTable _table;
    private readonly bool _stamped;
    private readonly List<RecordChange> _step = [];
    private bool _lacksPrevious;

    private LogReplay(RecordTable table, bool stamped)
    {
        _table = table;
        _stamped = stamped;
    }

    /// <summary>The clock that the snapshot covers.</summary>
    private long SnapshotClock { get; init; }

    /// <summary>
    /// The highest clock that agents had written in other logs before an operation with a time in Unix milliseconds at
    /// an offset.
    /// </summary>
    private Func<long, long, long>? ClockBefore { get; init; }

    /// <summary>The place of an operation that is not by the agent of the log; null if there is none.</summary>
    public long? Stranger { get; private set; }

    /// <summary>
    /// Whether that operation is by a single writer, whose place in the order can't be determined without the other
    /// logs.
    /// </summary>
    public bool MeetsWriter { get; private set; }

    /// <summary>
    /// Whether each operation is correct about the existence of its record before; not known in a replay by stamps,
    /// because an operation contains what its agent had read.
    /// </summary>
    public bool IsConsistent { get; private set; } = true;

    /// <summary>Whether another program wrote one of its operations.</summary>
    public bool HasForeign { get; private set; }

    /// <summary>
    /// The first operation of this engine that contains a previous value of a record that did not exist: an earlier
    /// operation is missing. Not known in a replay by stamps.
    /// </summary>
    public LogContradiction? Contradiction { get; private set; }

    /// <summary>The highest clock so far, in complete steps of this log and before it.</summary>
    public long Clock { get; private set; }

    /// <summary>
    /// The clock of the last operation, from which an operation without a clock counts. In a replay by stamps, it is
    /// the last clock of an agent.
    /// </summary>
    public long LastClock { get; private set; }

    /// <summary>The number of operations of a single writer so far in a log that is replayed by stamps.</summary>
    public int WriterOperations { get; private set; }

    /// <summary>Whether another program wrote an agent's operation.</summary>
    public bool HasForeignAgent { get; private set; }

    /// <summary>Replays in the order of the log; <paramref name="clock"/> is 0 if no agent has ever written.</summary>
    public static LogReplay InOrder(RecordTable table, LogScanner scanner, long clock)
    {
        LogReplay replay = new(table, stamped: false) { Clock = clock, LastClock = clock };
        replay.Run(scanner, []);
        return replay;
    }

    /// <summary>
    /// Replays by stamps. Ends at an operation of another agent, and at one of a single writer if <paramref
    /// name="clockBefore"/> is null.
    /// </summary>
    /// <param name="table">The records.</param>
    /// <param name="scanner">The log.</param>
    /// <param name="clock">The clock before the first operation.</param>
    /// <param name="snapshotClock">The clock that the snapshot covers.</param>
    /// <param name="agent">The agent of the log; empty for the log of a single writer.</param>
    /// <param name="clockBefore">
    /// The highest clock that agents had written in other logs before an operation with a time in Unix milliseconds at
    /// an offset. It determines the place of the operations of a single writer.
    /// </param>
    /// <param name="writerOperations">The number of such operations before the first operation.</param>
    public static LogReplay ByStamps(
        RecordTable table, LogScanner scanner, long clock, long snapshotClock, string agent, Func<long, long, long>? clockBefore = null, int writerOperations = 0)
    {
        LogReplay replay = new(table, stamped: true)
        {
            Clock = clock,
            LastClock = clock,
            SnapshotClock = snapshotClock,
            ClockBefore = clockBefore,
            WriterOperations = writerOperations,
        };
        replay.Run(scanner, JsonText.Encode(agent));
        return replay;
    }

    /// <summary>
    /// The clock of an agent's operation. The agents of the npm package begin at 1 again after every snapshot and write
    /// no seal, so their clocks are relative to the snapshot.
    /// </summary>
    public static long ClockOf(in OperationView operation, long snapshotClock) => (operation.Clock ?? 0) + (operation.IsSealed ? 0 : snapshotClock);

    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(LogScanner scanner, ReadOnlySpan<byte> owner)
    {
        using ByteBuffer compact = new();
        long clockBefore = LastClock;
        while (scanner.TryRead(out OperationView operation))
        {
            _table.Expect(scanner.IdAhead);
            if (scanner.StartsStep)
            {
                LastClock = scanner.DropsOpenStep ? clockBefore : LastClock;
                EndStep(scanner.DropsOpenStep);
                clockBefore = LastClock;
            }

            int agent = AgentOf(operation);
            if (_stamped && (operation.RawAgent.IsEmpty ? ClockBefore is null : owner.Length > 0 && !_table.Agents[agent].SequenceEqual(owner)))
            {
                MeetsWriter = operation.RawAgent.IsEmpty;
                Stranger = scanner.Offset;
                return;
            }

            HasForeign |= !operation.IsSealed;
            if (TryApply(operation, agent, scanner.Offset, compact, out RecordChange change) && operation.Batch.IsPart)
            {
                _step.Add(change);
            }

            if (_lacksPrevious && operation.IsSealed)
            {
                Contradiction ??= new LogContradiction(scanner.Line, scanner.Offset, JsonText.Decode(JsonText.Plain(operation.RawId)));
            }
        }

        LastClock = scanner.DropsOpenStep ? clockBefore : LastClock;
        EndStep(scanner.DropsOpenStep);
    }

    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryApply(in OperationView operation, int agent, long offset, ByteBuffer compact, out RecordChange change)
    {
        ReadOnlySpan<byte> id = JsonText.Plain(operation.RawId);
        bool isDelete = operation.Kind == OperationKind.Delete;
        if (_stamped)
        {
            HasForeignAgent |= !operation.IsSealed && !operation.RawAgent.IsEmpty;
            return _table.TryApply(id, isDelete ? [] : operation.CompactData(compact), isDelete, StampOf(operation, agent, offset), out change);
        }

        LastClock = operation.Clock ?? (LastClock > 0 ? LastClock + 1 : 0);
        Clock = Math.Max(Clock, LastClock);
        if (isDelete)
        {
            bool removed = _table.TryRemove(id, out change);
            _lacksPrevious = !removed;
            IsConsistent &= removed;
            return removed;
        }

        change = _table.Set(id, operation.CompactData(compact));
        _lacksPrevious = !change.Before.IsRecord && !operation.Previous.IsEmpty;
        IsConsistent &= change.Before.IsRecord != operation.Previous.IsEmpty;
        return true;
    }

    private Stamp StampOf(in OperationView operation, int agent, long offset)
    {
        if (!operation.RawAgent.IsEmpty)
        {
            LastClock = ClockOf(operation);
            Clock = Math.Max(Clock, LastClock);
            return new Stamp(LastClock, agent, operation.UndoRank);
        }

        // After everything that agents had written before, and before everything that they wrote later, which can count
        // from there. Such operations are ordered among themselves by position.
        Timestamp.TryReadUnixMs(operation.Timestamp, out long time);
        long clock = Math.Max(LastClock, ClockBefore!(time, offset)) + 1;
        Clock = Math.Max(Clock, Math.Max(clock, operation.Clock ?? 0));
        return new Stamp(clock, agent, ++WriterOperations);
    }

    private long ClockOf(in OperationView operation) => operation.Clock is null ? LastClock + 1 : ClockOf(operation, SnapshotClock);

    private int AgentOf(in OperationView operation) => _stamped ? _table.Agents.NumberOf(JsonText.Plain(operation.RawAgent)) : 0;

    private void EndStep(bool dropped)
    {
        if (dropped)
        {
            for (int i = _step.Count - 1; i >= 0; i--)
            {
                _table.Revert(_step[i]);
            }
        }

        _step.Clear();
    }
}
