using OpsLog.Core.Errors;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Undo;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Roles;

/// <summary>The only writer of a store.</summary>
internal sealed class SingleWriterRole : WriterRole
{
    private readonly WriterCheckpoint _checkpoint;
    private readonly WriterUndo _undo;

    /// <param name="context">What the store object shares.</param>
    /// <param name="loaded">The state to begin with.</param>
    /// <param name="claim">The lock of the store; the role releases it.</param>
    public SingleWriterRole(StoreContext context, LoadedStore loaded, IDisposable claim)
        : base(context, loaded, claim, new LogOrder(), loaded.Manifest.Manifest.ActiveOps, state => new WriterManifest(context.Backend, context.Condition, state))
    {
        _checkpoint = new WriterCheckpoint(context.Backend, OwnState, Pipeline, Succession, Retention, context.Options);
        _undo = new WriterUndo(context.Backend, context.Condition, OwnState, Pipeline, Length, UndoPreparation);
    }

    public override bool HasOtherWriters => false;

    public override void Begin(bool mustCheckpoint)
    {
        using StoreTurn turn = OwnState.EnterTurn(CancellationToken.None);
        if (mustCheckpoint)
        {
            // What was logged before is of another shape or another writer: undo must not reach back into it.
            _checkpoint.Take(turn, endsUndo: true);
        }
        else
        {
            Manifests.NameOwnLog(turn);
        }

        Recovery.Run(turn);
    }

    /// <summary>Reads nothing: there is no other writer.</summary>
    public override long Refresh(StoreTurn turn, List<LoggedOperation>? collect) => 0;

    public override IDisposable? EnterExclusive(TimeSpan timeout, CancellationToken cancellation) => null;

    public override CheckpointResult Compact(StoreTurn turn)
    {
        CheckpointResult result = _checkpoint.TakeIfNew(turn);
        Recovery.Run(turn);
        return result;
    }

    private protected override IDisposable? EnterAlone(StoreTurn turn) => null;

    private protected override IReadOnlyList<LoggedOperation> UndoLast(StoreTurn turn) => _undo.Undo(turn);

    private protected override IReadOnlyList<LoggedOperation> EraseLast(StoreTurn turn) => _undo.Erase(turn);

    private protected override IEnumerable<UndoableStep> FindUndoable() => _undo.Find();

    private protected override bool IsHistoryRemoved(IReadOnlyList<IReadOnlyList<LoggedOperation>> steps) => _undo.IsHistoryRemoved(steps);

    private protected override void TakeCheckpoint(StoreTurn turn) => _checkpoint.TakeIfNew(turn);

    private protected override void FinishOwn(StoreTurn turn)
    {
        switch (Context.Options.CheckpointOnClose)
        {
            case CheckpointOnClose.Always:
                _checkpoint.TakeIfNew(turn);
                break;
            case CheckpointOnClose.WhenDue when Manifests.HasOthersAgents(turn) && Rule.IsPossible():
                FoldIn(turn);
                break;
            case CheckpointOnClose.WhenDue:
                CheckpointIfDue(turn);
                break;
        }
    }

    /// <summary>
    /// The npm package's agents forget a single writer's log at their next look at the store, and its undo reverts one
    /// operation of a batch. What is in the snapshot is safe from both.
    /// </summary>
    private void FoldIn(StoreTurn turn)
    {
        try
        {
            _checkpoint.TakeIfNew(turn);
        }
        catch (OpsLogException e) when (CanBePostponed(e))
        {
            Postpone(e);
        }
    }
}
