using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.State;

/// <summary>
/// Replays a log's whole steps over the table: one after the other for a single writer's log, by their stamps where
/// agents have written.
/// </summary>
internal sealed class LogReplay
{
    private readonly RecordTable _table;
    private readonly bool _stamped;
    private readonly List<RecordChange> _step = [];
    private readonly ByteBuffer _compact = new();
    private long _foreignBase;
    private bool _lacksPrevious;

    private LogReplay(RecordTable table, bool stamped)
    {
        _table = table;
        _stamped = stamped;
    }

    /// <summary>Where an operation stands that is not by the agent whose log it is; null where there is none.</summary>
    public long? Stranger { get; private set; }

    /// <summary>
    /// Whether each operation says rightly if its record was there before; not told of a replay by stamps, where an
    /// operation says what its agent saw.
    /// </summary>
    public bool IsConsistent { get; private set; } = true;

    /// <summary>Whether another program wrote an operation of it.</summary>
    public bool HasForeign { get; private set; }

    /// <summary>
    /// The first operation of ours that says of its record that it was there before, where it was not: something before it
    /// is missing. Not told of a replay by stamps.
    /// </summary>
    public LogContradiction? Contradiction { get; private set; }

    /// <summary>The highest clock up to here, in whole steps of this log and what came before.</summary>
    public long Clock { get; private set; }

    /// <summary>The clock of the last operation read, from which one without a clock counts on.</summary>
    public long LastClock { get; private set; }

    /// <summary>Replays in the log's order; <paramref name="clock"/> is 0 where no agent has ever written.</summary>
    public static LogReplay InOrder(RecordTable table, LogScanner scanner, long clock)
    {
        LogReplay replay = new(table, stamped: false) { Clock = clock, LastClock = clock };
        replay.Run(scanner, []);
        return replay;
    }

    /// <summary>
    /// Replays the log of <paramref name="agent"/> (empty for a single writer's) by stamps; <paramref name="clock"/> is
    /// the clock before its first operation, <paramref name="snapshotClock"/> the one the snapshot covers. Ends at an
    /// operation by another agent.
    /// </summary>
    public static LogReplay ByStamps(RecordTable table, LogScanner scanner, long clock, long snapshotClock, string agent)
    {
        LogReplay replay = new(table, stamped: true) { Clock = clock, LastClock = clock, _foreignBase = snapshotClock };
        replay.Run(scanner, JsonText.Encode(agent));
        return replay;
    }

    private void Run(LogScanner scanner, ReadOnlySpan<byte> owner)
    {
        long clockBefore = LastClock;
        while (scanner.TryRead(out OperationView operation))
        {
            if (scanner.StartsStep)
            {
                LastClock = scanner.DropsOpenStep ? clockBefore : LastClock;
                EndStep(scanner.DropsOpenStep);
                clockBefore = LastClock;
            }

            int agent = AgentOf(operation);
            if (owner.Length > 0 && !_table.Agents[agent].SequenceEqual(owner))
            {
                Stranger = scanner.Offset;
                return;
            }

            HasForeign |= !operation.IsSealed;
            if (TryApply(operation, agent, out RecordChange change) && operation.Batch.IsPart)
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

    private bool TryApply(in OperationView operation, int agent, out RecordChange change)
    {
        ReadOnlySpan<byte> id = JsonText.Plain(operation.RawId);
        bool isDelete = operation.Kind == OperationKind.Delete;
        LastClock = ClockOf(operation);
        Clock = Math.Max(Clock, LastClock);
        if (_stamped)
        {
            Stamp stamp = new(LastClock, agent, operation.UndoRank);
            return _table.TryApply(id, isDelete ? [] : operation.CompactData(_compact), isDelete, stamp, out change);
        }

        if (isDelete)
        {
            bool removed = _table.TryRemove(id, out change);
            _lacksPrevious = !removed;
            IsConsistent &= removed;
            return removed;
        }

        change = _table.Set(id, operation.CompactData(_compact));
        _lacksPrevious = !change.Before.IsRecord && !operation.Previous.IsEmpty;
        IsConsistent &= change.Before.IsRecord != operation.Previous.IsEmpty;
        return true;
    }

    /// <summary>
    /// The npm package's agents begin at 1 again behind every snapshot, and write no seal: what they count, they count
    /// from the snapshot on.
    /// </summary>
    private long ClockOf(in OperationView operation) =>
        operation.Clock is { } clock
            ? clock + (operation.IsSealed ? 0 : _foreignBase)
            : _stamped || LastClock > 0 ? LastClock + 1 : 0;

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
