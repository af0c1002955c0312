using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Locks;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Agents;

/// <summary>
/// The checkpoint of one agent among several. The others append to their logs throughout; the snapshot says up to which
/// byte it covers each of them, and the logs of agents that are gone are retired.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="state">The state.</param>
/// <param name="pipeline">Commits what this agent wrote.</param>
/// <param name="refresh">Reads what the others wrote.</param>
/// <param name="succession">Goes on in the new log.</param>
/// <param name="retention">Deletes what is superseded.</param>
/// <param name="seat">The agent.</param>
/// <param name="warnings">What could not be deleted.</param>
/// <param name="options">How the store was opened.</param>
internal sealed class AgentCompaction(
    IStorageBackend backend,
    WritableState state,
    WritePipeline pipeline,
    AgentRefresh refresh,
    LogSuccession succession,
    Retention retention,
    AgentSeat seat,
    WarningList warnings,
    OpsLogStoreOptions options)
{
    private const int MostAttempts = 10;

    /// <summary>Takes the checkpoint, the caller having the compaction lock.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="readNew">Refreshes the state, and publishes what was read.</param>
    /// <param name="always">Whether it is taken although there is nothing new to cover.</param>
    public CheckpointResult Take(StoreTurn turn, Action readNew, bool always)
    {
        for (int attempt = 1; ; attempt++)
        {
            turn.Cancellation.ThrowIfCancellationRequested();

            // Taken before the logs are read for the last time, so that what is retired is covered whole.
            Dictionary<string, IDisposable> gone = OtherAgents.AcquireVacant(
                backend, state.Manifest.ActiveAgentOps.Keys.Where(agent => agent != seat.Agent));
            try
            {
                readNew();
                state.ThrowIfClockIsExhausted(0);
                pipeline.CommitAll(toDisk: true);
                state.PassOwnLog(turn);
                succession.FlushOthers(turn);
                return state.Uncovered().Operations == 0 && !always
                    ? new CheckpointResult(false, state.Count, 0, state.SnapshotBytes)
                    : Take(turn, gone.Keys);
            }
            catch (StoreChangedException)
            {
                // An agent came while the snapshot was written; what it may write has to be taken into account.
                if (attempt == MostAttempts)
                {
                    throw new StoreLockedException(backend.Location, null, "Agents opened the store repeatedly during the compaction. Try again.");
                }
            }
            finally
            {
                foreach (IDisposable vacant in gone.Values)
                {
                    vacant.Dispose();
                }
            }
        }
    }

    private CheckpointResult Take(StoreTurn turn, IReadOnlyCollection<string> gone)
    {
        long operations = state.Uncovered().Operations;
        succession.Fence(turn, gone.Contains);
        LogFollower logs = state.LogsOf(turn);
        Manifest before = state.Manifest;
        Dictionary<string, string> live = before.ActiveAgentOps
            .Where(entry => entry.Key != seat.Agent && !gone.Contains(entry.Key, StringComparer.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        CompactionHorizon horizons = new(backend, refresh.WrittenAgain);
        long horizon = Math.Max(state.Horizon, live.Select(entry => horizons.Of(entry.Key, entry.Value, logs[entry.Value].Offset))
            .Append(horizons.Of(seat.Agent, state.LogName, state.End.Offset, state.Clock))
            .Min());
        RecordView view = state.View();
        AgentNames agents = state.AgentsOf(turn);
        SnapshotHeader header = new(before.Version, Timestamp.Format(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()))
        {
            Clock = state.Clock,
            Horizon = horizon,
            Covered = live.Values.ToDictionary(log => log, log => logs[log].Offset, StringComparer.Ordinal),
            Retired = succession.Ends(turn, log => !live.ContainsValue(log)),
            Tombstones = CompactionHorizon.Tombstones(view, agents, horizon),
        };
        WrittenSnapshot snapshot = StoreFiles.WriteSnapshot(backend, before, header, view, agents, options.Progress, options.SnapshotIndexFrom);
        string logName = StoreFiles.NextAgentLog(backend, seat.Agent, before);
        try
        {
            succession.SwitchTo(
                turn,
                logName,
                snapshot,
                header,
                manifest => manifest with
                {
                    CurrentSnapshot = snapshot.Name,
                    ActiveOps = logName,
                    ActiveAgentOps = new Dictionary<string, string>(live, StringComparer.Ordinal) { [seat.Agent] = logName },
                    Seal = snapshot.Seal,
                    Stats = manifest.Stats with { ActiveRecords = view.Count, OpsCount = 0, LastCheckpoint = header.Timestamp },
                },
                mindsNewAgents: true);
        }
        catch (StoreChangedException changed)
        {
            foreach (string file in new[] { logName, snapshot.Name }.Where(file => !changed.Found.Names(file)))
            {
                StoreFiles.DeleteSuperseded(backend, file, warnings.Add);
            }

            throw;
        }

        retention.Prune(state.Manifest, before.CurrentSnapshot, logs => succession.NoteRemoval(turn, logs));
        return new CheckpointResult(true, view.Count, operations, snapshot.Seal.Length);
    }
}
