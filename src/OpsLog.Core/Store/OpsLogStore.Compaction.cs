using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Agents;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Locks;

namespace OpsLog.Core.Store;

/// <content>
/// Compaction by one agent among several. The others go on appending to their logs throughout; the snapshot tells up
/// to which byte it covers each of them, and the logs of agents that are gone are retired.
/// </content>
public sealed partial class OpsLogStore
{
    private const int MostCompactionAttempts = 10;

    /// <summary>How many steps of each live agent the horizon stays below, so that it can take them back.</summary>
    private const int StepsKeptForUndo = 8;

    private static readonly CheckpointResult s_notTaken = new(false, 0, 0, 0);

    /// <summary>Compacts if no other agent is at it; what that one leaves is taken in at the next refresh.</summary>
    private CheckpointResult TryCompactShared(bool always)
    {
        try
        {
            return CompactShared(TimeSpan.Zero, always);
        }
        catch (StoreLockedException)
        {
            lock (_state)
            {
                _putOffUntil = UncoveredBytes() * 2;
            }

            return s_notTaken;
        }
    }

    private CheckpointResult CompactShared(TimeSpan timeout, bool always)
    {
        using IDisposable turn = TakeCompaction(timeout);
        for (int attempt = 1; ; attempt++)
        {
            // Taken before the logs are read for the last time, so that what is retired is covered whole.
            Dictionary<string, IDisposable> gone = AgentSeat.TakeVacant(
                _backend, _manifest.ActiveAgentOps.Keys.Where(agent => agent != _seat!.Agent));
            try
            {
                RefreshShared(null);
                ThrowIfClockIsExhausted(0);
                CommitAll(toDisk: true);
                PassOverOwnLog();
                FlushOthers();
                return UncoveredOperations == 0 && !always
                    ? s_notTaken with { Records = _table.Count, SnapshotBytes = _snapshotBytes }
                    : Compact(gone.Keys);
            }
            catch (StoreChangedException)
            {
                // An agent came while the snapshot was written; what it may write has to be reckoned with.
                if (attempt == MostCompactionAttempts)
                {
                    throw new StoreLockedException(Location, null, "Agents opened it again and again while it was compacted. Try again.");
                }
            }
            finally
            {
                foreach (IDisposable seat in gone.Values)
                {
                    seat.Dispose();
                }
            }
        }
    }

    /// <summary>
    /// What the snapshot is to hold has to be durable in the logs it comes from: a process that died may have left it
    /// unflushed. Else a power cut could take from the history what the state keeps; and a log it leaves shorter would
    /// be written on at offsets that are skipped as covered.
    /// </summary>
    private void FlushOthers()
    {
        foreach (LogCursor cursor in _logs.Cursors.Where(cursor => cursor.Log != OwnLog && cursor.Offset > cursor.Covered))
        {
            using IAppendLog log = _backend.OpenAppend(cursor.Log);
            log.Flush();
        }
    }

    /// <summary>
    /// Ends the logs that a snapshot supersedes: its own, single writers', those of <paramref name="gone"/> agents. A process
    /// that still believes to write one of them can't append to it any more.
    /// </summary>
    private void Fence(Func<string, bool> gone)
    {
        lock (_state)
        {
            _log!.Fence();
        }

        CommitAll(toDisk: true);
        foreach (LogCursor cursor in _logs.Cursors.Where(cursor => cursor.Log != OwnLog && (cursor.Agent.Length == 0 || gone(cursor.Agent))))
        {
            using IAppendLog log = _backend.OpenAppend(cursor.Log);

            // A torn end stays one: whoever left it has died.
            if (log.Length == cursor.Offset)
            {
                log.Append("\n"u8);
            }
        }
    }

    /// <summary>Where logs end, by name, as far as they were read; called once all of this store's own is in its log.</summary>
    private Dictionary<string, long> Ends(Func<string, bool> wanted) => _logs.Cursors
        .Where(cursor => wanted(cursor.Log))
        .ToDictionary(cursor => cursor.Log, cursor => cursor.Log == OwnLog ? _log!.Position : cursor.Offset, StringComparer.Ordinal);

    private CheckpointResult Compact(IReadOnlyCollection<string> gone)
    {
        string self = _seat!.Agent;
        long operations = UncoveredOperations;
        Fence(gone.Contains);
        Dictionary<string, string> live = _manifest.ActiveAgentOps
            .Where(entry => entry.Key != self && !gone.Contains(entry.Key))
            .ToDictionary(StringComparer.Ordinal);
        long horizon = Math.Max(_horizon, live.Select(entry => HorizonOf(entry.Key, entry.Value, _logs[entry.Value].Offset, LastClockOf(entry.Value)))
            .Append(HorizonOf(self, OwnLog, _log!.Position, _clock))
            .Min());
        RecordView view;
        List<SnapshotTombstone> tombstones;
        lock (_state)
        {
            view = _table.Freeze();
            tombstones = Tombstones(view, horizon);
        }

        SnapshotHeader header = new(_manifest.Version, Timestamp.Format(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()))
        {
            Clock = _clock,
            Horizon = horizon,
            Covered = live.Values.ToDictionary(log => log, log => _logs[log].Offset, StringComparer.Ordinal),
            Retired = Ends(log => !live.ContainsValue(log)),
            Tombstones = tombstones,
        };
        (string snapshot, SnapshotSeal seal) = StoreFiles.WriteSnapshot(_backend, _manifest.CurrentSnapshot, header, view, _table.Agents);
        string logName = StoreFiles.NextAgentLog(_backend, self);
        string superseded = _manifest.CurrentSnapshot;
        try
        {
            SwitchTo(
                logName,
                header,
                seal.Length,
                manifest => manifest with
                {
                    CurrentSnapshot = snapshot,
                    ActiveOps = logName,
                    ActiveAgentOps = new Dictionary<string, string>(live, StringComparer.Ordinal) { [self] = logName },
                    Seal = seal,
                    Stats = manifest.Stats with { ActiveRecords = view.Count, OpsCount = 0, LastCheckpoint = header.Timestamp },
                });
        }
        catch (StoreChangedException changed)
        {
            foreach (string file in new[] { logName, snapshot }.Where(file => !changed.Found.Names(file)))
            {
                StoreFiles.DeleteSuperseded(_backend, file, Warn);
            }

            throw;
        }

        Prune(superseded);
        return new CheckpointResult(true, view.Count, operations, seal.Length);
    }

    /// <summary>
    /// The clock of the last operation in an agent's log, which all its later ones are past; 0 if it has written none,
    /// so that nothing is known of what it has seen.
    /// </summary>
    private long LastClockOf(string log)
    {
        using IObjectReader source = _backend.OpenRead(log);
        LogStep? last = new LogStepReader(source, _logs[log].Offset).ReadPrevious();
        return last is { IsDamaged: false } && OperationCodec.TryRead(last.Lines[^1], out OperationView operation, out _, out _)
            ? operation.Clock ?? 0
            : 0;
    }

    /// <summary>
    /// How far an agent lets the horizon go: up to its last clock, because its later operations are past that, and below
    /// its last steps, whose inverses are not.
    /// </summary>
    private long HorizonOf(string agent, string log, long end, long lastClock)
    {
        long horizon = lastClock;
        IEnumerable<(LogStep Step, string Log)> last = horizon == 0 ? [] : StepsToUndo.Read(_backend, LogsOf(agent, log), end, _writtenAgain).Take(StepsKeptForUndo);
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

    private List<SnapshotTombstone> Tombstones(RecordView view, long horizon)
    {
        List<SnapshotTombstone> tombstones = [];
        int cursor = -1;
        while (view.TryAdvanceTombstone(ref cursor))
        {
            Stamp stamp = view.StampAt(cursor) ?? default;
            if (stamp.Clock > horizon)
            {
                tombstones.Add(new SnapshotTombstone(
                    view.At(cursor).Id.ToArray(), new RecordStamp(stamp.Clock, _table.Agents[stamp.Agent].ToArray(), stamp.Rank)));
            }
        }

        return tombstones;
    }

    /// <summary>
    /// On closing. The last agent to leave writes the state out if a snapshot covers logs in part: programs that don't
    /// know of that would replay them from their beginnings. So it does where the npm package has written, whose single
    /// writers read no agent's log but the one that is <c>activeOps</c>.
    /// </summary>
    private void FinishShared()
    {
        LookAfterOwnLog(always: true);
        if (_options.CheckpointOnClose == CheckpointOnClose.Never)
        {
            return;
        }

        bool misleads = _logs.Cursors.Any(cursor => cursor.Covered > 0) || (HasOthers && UncoveredBytes() > 0);
        bool isLast = misleads && AgentSeat.FindLive(_backend, _manifest.ActiveAgentOps.Keys.Where(agent => agent != _seat!.Agent)) is null;
        if (_options.CheckpointOnClose == CheckpointOnClose.Always || isLast)
        {
            TryCompactShared(always: isLast);
        }
        else
        {
            TryCheckpoint();
        }
    }
}
