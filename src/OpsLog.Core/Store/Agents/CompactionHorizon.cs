using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store.Agents;

/// <summary>
/// The horizon of a compaction: the clock up to which no operation can come any more that a forgotten stamp or tombstone
/// would have to beat.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="begins">Where the steps of a log begin that can be undone; 0 where it has no entry.</param>
internal sealed class CompactionHorizon(IStorageBackend backend, IReadOnlyDictionary<string, long> begins)
{
    /// <summary>How many steps of each live agent the horizon stays below, so that it can undo them.</summary>
    private const int StepsKeptForUndo = 8;

    /// <summary>
    /// How far an agent lets the horizon go: up to its last clock, because its later operations are past that, and below
    /// its last steps, whose inverses are not.
    /// </summary>
    /// <param name="agent">The agent.</param>
    /// <param name="log">Its log.</param>
    /// <param name="end">Up to where the snapshot covers the log, in bytes.</param>
    /// <param name="lastClock">The clock of the last operation there; null to read it from the log.</param>
    public long Of(string agent, string log, long end, long? lastClock = null)
    {
        long horizon = lastClock ?? LastClock(log, end);
        IEnumerable<(LogStep Step, string Log)> last = horizon == 0
            ? []
            : StepsToUndo.Read(backend, StoreFiles.LogsOf(backend, agent, log), end, begins, []).Take(StepsKeptForUndo);
        foreach ((LogStep step, _) in last)
        {
            if (step.IsDamaged || !OperationCodec.TryRead(step.Lines[0], out OperationView first, out _, out _))
            {
                break;
            }

            horizon = Math.Min(horizon, Math.Max(0, (first.Clock ?? 0) - 1));
        }

        return horizon;
    }

    /// <summary>The tombstones that a later operation may still have to beat.</summary>
    public static List<SnapshotTombstone> Tombstones(RecordView view, AgentNames agents, long horizon)
    {
        List<SnapshotTombstone> tombstones = [];
        for (int cursor = -1; view.TryAdvanceTombstone(ref cursor);)
        {
            Stamp stamp = view.StampAt(cursor) ?? default;
            if (stamp.Clock > horizon)
            {
                tombstones.Add(new SnapshotTombstone(view.At(cursor).Id.ToArray(), new RecordStamp(stamp.Clock, agents[stamp.Agent].ToArray(), stamp.Rank)));
            }
        }

        return tombstones;
    }

    /// <summary>
    /// The clock of the last operation in an agent's log, which all its later ones are past; 0 if it has written none, so
    /// that nothing is known of what it has read.
    /// </summary>
    private long LastClock(string log, long end)
    {
        using IObjectReader source = backend.OpenRead(log);
        LogStep? last = new LogStepReader(source, end).ReadPrevious();
        return last is { IsDamaged: false } && OperationCodec.TryRead(last.Lines[^1], out OperationView operation, out _, out _)
            ? operation.Clock ?? 0
            : 0;
    }
}
