using OpsLog.Core.Errors;
using OpsLog.Core.Store.Agents;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Locks;
using OpsLog.Core.Store.Undo;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Roles;

/// <summary>One of several writers, each with a log of its own.</summary>
internal sealed class AgentRole : WriterRole
{
    private readonly AgentSeat _seat;
    private readonly AgentRefresh _refresh;
    private readonly AgentCompaction _compaction;
    private readonly AgentUndo _undo;

    /// <param name="context">What the store object shares.</param>
    /// <param name="loaded">The state to begin with.</param>
    /// <param name="seat">The claim on the agent's id; the role releases it.</param>
    public AgentRole(StoreContext context, LoadedStore loaded, AgentSeat seat)
        : base(
            context,
            loaded,
            seat,
            new AgentOrder(seat.IdBytes),
            loaded.Manifest.Manifest.ActiveAgentOps[seat.Agent],
            state => new AgentManifest(context.Backend, context.Options, context.Condition, state, seat))
    {
        _seat = seat;
        _refresh = new AgentRefresh(context.Backend, context.Options, context.Condition, OwnState, Pipeline, seat, context.Warnings, context.Snapshots, context.Feeds.HeldLogs);
        _compaction = new AgentCompaction(context.Backend, OwnState, Pipeline, _refresh, Succession, Retention, seat, context.Warnings, context.Options);
        _undo = new AgentUndo(context.Backend, OwnState, Pipeline, _refresh, seat, UndoPreparation);
    }

    public override string Agent => _seat.Agent;

    public override bool HasOtherWriters => true;

    private protected override bool IsLookDue => _refresh.IsLookDue;

    public override void Begin(bool mustCheckpoint)
    {
        using StoreTurn turn = OwnState.EnterTurn(CancellationToken.None);
        if (mustCheckpoint)
        {
            CompactUnlessBusy(turn, always: true);
        }
        else
        {
            Manifests.NameOwnLog(turn);
        }

        RecoverUnlessBusy(turn);
    }

    public override long Refresh(StoreTurn turn, List<LoggedOperation>? collect) =>
        Context.Feeds.Publish(news => _refresh.Run(turn, news), collect);

    public override IDisposable EnterExclusive(TimeSpan timeout, CancellationToken cancellation) =>
        ExclusiveLock.Acquire(Context.Backend, new LockWait(timeout, cancellation));

    public override CheckpointResult Compact(StoreTurn turn) => Compact(turn, Context.Options.TurnTimeout, always: false);

    private protected override IDisposable EnterAlone(StoreTurn turn) => AcquireCompaction(turn, Context.Options.TurnTimeout);

    private protected override IReadOnlyList<LoggedOperation> UndoLast(StoreTurn turn) => _undo.Undo(turn);

    private protected override IReadOnlyList<LoggedOperation> EraseLast(StoreTurn turn) =>
        throw UndoException.OfErasure(Context.Backend.Location, OwnState.LogName, OwnState.End.Offset, "the log of an agent only grows");

    private protected override IEnumerable<UndoableStep> FindUndoable() => _undo.Find();

    /// <summary>The records of other agents, whose steps an agent does not undo, look like those of removed logs.</summary>
    private protected override bool IsHistoryRemoved(IReadOnlyList<IReadOnlyList<LoggedOperation>> steps) => false;

    private protected override void TakeCheckpoint(StoreTurn turn) => CompactUnlessBusy(turn, always: false);

    private protected override void LookAfterLog(StoreTurn turn)
    {
        if (_refresh.IsLookDue && _refresh.IsLeftOutNow())
        {
            Refresh(turn, null);
        }
    }

    /// <summary>
    /// The last agent to leave writes the state out if a snapshot covers logs in part: programs that don't know of that
    /// would replay them from their beginnings. It does so too where the npm package has written, whose single writers
    /// read no agent's log but the one that is <c>activeOps</c>.
    /// </summary>
    private protected override void FinishOwn(StoreTurn turn)
    {
        if (_refresh.IsLeftOutNow())
        {
            Refresh(turn, null);
        }

        if (Context.Options.CheckpointOnClose == CheckpointOnClose.Never)
        {
            return;
        }

        bool isLast = Misleads(turn)
            && OtherAgents.FindLive(Context.Backend, OwnState.Manifest.ActiveAgentOps.Keys.Where(agent => agent != _seat.Agent)) is null;
        if (Context.Options.CheckpointOnClose == CheckpointOnClose.Always || isLast)
        {
            CompactUnlessBusy(turn, always: isLast);
        }
        else
        {
            CheckpointIfDue(turn);
        }
    }

    private bool Misleads(StoreTurn turn) =>
        OwnState.LogsOf(turn).Cursors.Any(cursor => cursor.Covered > 0) || (Manifests.HasOthers(turn) && OwnState.Uncovered().Bytes > 0);

    /// <summary>Compacts if no other agent is compacting; what that one leaves is read at the next refresh.</summary>
    private void CompactUnlessBusy(StoreTurn turn, bool always)
    {
        try
        {
            Compact(turn, TimeSpan.Zero, always);
        }
        catch (StoreLockedException)
        {
            Rule.Postpone();
        }
    }

    private CheckpointResult Compact(StoreTurn turn, TimeSpan timeout, bool always)
    {
        using IDisposable alone = AcquireCompaction(turn, timeout);
        CheckpointResult result = _compaction.Take(turn, () => Refresh(turn, null), always);
        Recovery.Run(turn);
        return result;
    }

    /// <summary>Completes what an agent that has ended left in the archive, unless another agent may be archiving now.</summary>
    private void RecoverUnlessBusy(StoreTurn turn)
    {
        if (!Recovery.IsNeeded)
        {
            return;
        }

        try
        {
            using IDisposable alone = AcquireCompaction(turn, TimeSpan.Zero);
            Refresh(turn, null);
            Recovery.Run(turn);
        }
        catch (StoreLockedException)
        {
            // A later opening or checkpoint does it.
        }
    }

    private IDisposable AcquireCompaction(StoreTurn turn, TimeSpan timeout) =>
        CompactionLock.Acquire(Context.Backend, new LockWait(timeout, turn.Cancellation));
}
