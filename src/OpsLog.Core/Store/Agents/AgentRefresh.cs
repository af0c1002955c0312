using System.Diagnostics;
using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Locks;
using OpsLog.Core.Store.Reading;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Agents;

/// <summary>
/// The refresh of an agent. An agent whose log another program has left out of the manifest registers again, and writes
/// again what the other program's snapshot lacks.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="options">How the store was opened.</param>
/// <param name="condition">Whether the store takes writes.</param>
/// <param name="state">The state.</param>
/// <param name="pipeline">Commits what this agent wrote.</param>
/// <param name="seat">The agent.</param>
/// <param name="warnings">What was met.</param>
/// <param name="snapshots">The snapshots that are read on demand.</param>
/// <param name="held">The logs that are held open for feeds.</param>
internal sealed class AgentRefresh(
    IStorageBackend backend, OpsLogStoreOptions options, StoreCondition condition, WritableState state, WritePipeline pipeline, AgentSeat seat, WarningList warnings, OpenSnapshots snapshots, HeldLogs held)
    : StoreRefresh(backend, options, state, warnings, snapshots, held)
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, long> _writtenAgain = new(StringComparer.Ordinal);
    private string? _registeredLog;
    private long _lookedAt = Stopwatch.GetTimestamp();

    /// <summary>
    /// The logs that begin with what was written again, each with its end there. Undo passes over that and reverts the
    /// steps as they were done: only these say what each replaced, and what was one batch.
    /// </summary>
    public IReadOnlyDictionary<string, long> WrittenAgain => _writtenAgain;

    /// <summary>Whether it is time to look if the manifest still names this agent's log.</summary>
    public bool IsLookDue => condition is { IsOpen: true, HasFailed: false } && Stopwatch.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= s_lookEvery;

    private protected override string? ExceptLog => state.LogName;

    /// <summary>Whether a manifest does not name this agent's log.</summary>
    public bool IsLeftOut(Manifest manifest) => manifest.ActiveAgentOps.GetValueOrDefault(seat.Agent) != state.LogName;

    /// <summary>
    /// Looks whether the manifest still names this agent's log. No process reads the log otherwise, and what is
    /// acknowledged would be lost.
    /// </summary>
    public bool IsLeftOutNow()
    {
        Volatile.Write(ref _lookedAt, Stopwatch.GetTimestamp());
        return Backend.Read(StoreLayout.Manifest) is { } content
            && content.Version != state.ManifestFile.Version
            && IsLeftOut(ManifestFile.Parse(Backend, content).Manifest);
    }

    public override long Run(StoreTurn turn, List<LoggedOperation>? collect)
    {
        pipeline.CommitAll();
        state.PassOwnLog(turn);
        return base.Run(turn, collect);
    }

    private protected override bool MustReload(StoreTurn turn, Manifest found, List<LoggedOperation>? collect)
    {
        if (!IsLeftOut(found))
        {
            return base.MustReload(turn, found, collect);
        }

        ReadSuperseded(turn, found, collect);
        return true;
    }

    /// <summary>
    /// Puts this agent back into the manifest: with its log where the snapshot is still the same, otherwise with a new
    /// one, because a replay of the old one would bring back what others have replaced.
    /// </summary>
    private protected override bool TryRegister(StoreTurn turn, ref ManifestFile manifest)
    {
        Manifest found = manifest.Manifest;
        if (!IsLeftOut(found) || (_registeredLog is not null && found.ActiveAgentOps.GetValueOrDefault(seat.Agent) == _registeredLog))
        {
            return true;
        }

        if (found.CurrentSnapshot == state.Manifest.CurrentSnapshot)
        {
            _registeredLog = state.LogName;
        }
        else if (_registeredLog is null || _registeredLog == state.LogName)
        {
            _registeredLog = StoreFiles.NextAgentLog(Backend, seat.Agent, found);
            Backend.OpenAppend(_registeredLog).Dispose();
        }

        Manifest registered = found with
        {
            HasOthers = true,
            ActiveAgentOps = new Dictionary<string, string>(found.ActiveAgentOps, StringComparer.Ordinal) { [seat.Agent] = _registeredLog },
        };
        return ManifestFile.TryPut(Backend, registered, manifest.Version, out manifest);
    }

    private protected override void GoOn(StoreTurn turn, LoadedStore loaded)
    {
        string? log = _registeredLog;
        _registeredLog = null;
        if (log is null || log == state.LogName)
        {
            state.Replace(turn, loaded);
            return;
        }

        List<StagedOperation> lost = new LostRecords(Backend, loaded.Manifest.Manifest, loaded.State.Table)
            .Find(state.View(), state.AgentsOf(turn).NumberOf(seat.IdBytes));
        state.Replace(turn, loaded, new OwnLog(log, state.OpenWriter(Backend.OpenAppend(log)))).Dispose();
        WriteAgain(turn, lost);
    }

    /// <summary>
    /// Reads to their ends the logs that counted before another program's snapshot, including new ones: an
    /// operation of this agent is lost only where nothing came after it.
    /// </summary>
    private void ReadSuperseded(StoreTurn turn, Manifest now, List<LoggedOperation>? collect)
    {
        try
        {
            foreach (string log in StoreFiles.WrittenLogs(Backend).Where(log => !state.KnownLogsOf(turn).Contains(log) && !now.ActiveAgentOps.Values.Contains(log, StringComparer.Ordinal)))
            {
                if (StoreLayout.TryParseAgentLog(log, out string agent, out _))
                {
                    state.LogsOf(turn).Add(log, agent);
                }
            }

            state.TryReadNew(turn, state.LogName, collect);
        }
        catch (Exception e) when (e is LogMissingException or AgentLogException or LogDamagedException)
        {
            // What can be read of them counts.
        }
    }

    /// <summary>Writes again, in the new log and behind everything that was read, what a snapshot of another program lacks.</summary>
    private void WriteAgain(StoreTurn turn, List<StagedOperation> lost)
    {
        // They are not what the call is about that happens to find them.
        byte[] ofCall = turn.StepHead;
        turn.StepHead = state.StepHead;
        foreach (StagedOperation operation in lost)
        {
            state.AppendStep(turn, [operation]);
        }

        turn.StepHead = ofCall;
        pipeline.CommitAll();
        _writtenAgain[state.LogName] = state.End.Offset;
        Warnings.Add(new StoreWarning(
            StoreWarningKind.RegisteredAgain,
            $"Another program wrote a snapshot of the store '{Backend.Location}' without the operations of agent '{seat.Agent}', which has the store open. The agent was registered again, and {Counted.Of(lost.Count, "record", "was", "were")} written again that the snapshot does not contain. Do not let agents of the npm package and of this module use the store at the same time.",
            StoreFiles.PathOf(Backend, state.LogName)));
    }
}
