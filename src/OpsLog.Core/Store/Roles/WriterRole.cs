using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Archive;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Undo;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Roles;

/// <summary>What both kinds of writers share: a log of their own, the way to it, and what is done about it in between.</summary>
internal abstract class WriterRole : StoreRole, IStoreWriter
{
    private readonly IDisposable _claim;
    private readonly RecordArchive _archive;
    private readonly RecordRestore _restore;
    private readonly HistoryRemoval _history;
    private readonly IndexList _indexes;
    private readonly SingleStepUndo _single;
    private readonly WritableState _state;

    private protected WriterRole(
        StoreContext context, LoadedStore loaded, IDisposable claim, IOperationOrder order, string ownLog, Func<WritableState, ManifestWriter> manifestOf)
    {
        Context = context;
        _claim = claim;
        GroupCommit group = new(context.Options.GroupSize, context.Options.GroupDelay);
        IAppendLog log = OpenOwnLog(context.Backend, ownLog, loaded.State.Logs[ownLog].Offset);
        _state = new WritableState(context.Condition, loaded, context.Options, order, ownLog, log, group.Release);
        Pipeline = new WritePipeline(_state, context.Condition, context.Options, group) { Maintain = Maintain };
        Manifests = manifestOf(_state);
        Rule = new CheckpointRule(context.Options, context.Condition, _state);
        Length = new LogLength(context.Options, _state, Manifests, context.Warnings, context.Backend.Location);
        Retention = new Retention(context.Backend, context.Options.HistoryRetention, context.Warnings);
        Succession = new LogSuccession(context.Backend, context.Options, _state, Pipeline, Manifests, context.Indexes, context.Warnings);
        SegmentContent content = new(context.Backend, _state, Manifests, context.Warnings);
        Recovery = new SegmentRecovery(context.Backend, _state, Manifests, context.Warnings);
        _archive = new RecordArchive(context.Backend, context.Options, _state, Pipeline, content);
        SegmentCatalog catalog = new(context.Backend, context.Condition, _state, context.Options.Strict, othersWrite: false, context.Warnings);
        _restore = new RecordRestore(context.Backend, context.Options, _state, Pipeline, catalog, content);
        _indexes = new IndexList(context.Backend.Location, _state, Manifests);
        _history = new HistoryRemoval(context.Backend, context.Options, context.Warnings);
        UndoPreparation = new UndoPreparation(_restore.PrepareUndo);
        _single = new SingleStepUndo(context.Backend, _state, Pipeline, UndoPreparation);
    }

    public override StoreState State => _state;

    public override IStoreWriter Writer => this;

    public override string? Author => _state.Heads.Author;

    public WritePipeline Pipeline { get; }

    private protected StoreContext Context { get; }

    private protected WritableState OwnState => _state;

    private protected ManifestWriter Manifests { get; }

    private protected CheckpointRule Rule { get; }

    private protected LogLength Length { get; }

    private protected Retention Retention { get; }

    private protected LogSuccession Succession { get; }

    private protected UndoPreparation UndoPreparation { get; }

    private protected SegmentRecovery Recovery { get; }

    /// <summary>Begins to write.</summary>
    /// <param name="mustCheckpoint">Whether the state has to be written out first: it was migrated, or agents' logs were folded in.</param>
    public abstract void Begin(bool mustCheckpoint);

    public abstract IDisposable? EnterExclusive(TimeSpan timeout, CancellationToken cancellation);

    public abstract CheckpointResult Compact(StoreTurn turn);

    public IReadOnlyList<LoggedOperation> Undo(StoreTurn turn, UndoRequest request)
    {
        using IDisposable? alone = EnterAlone(turn);
        Refresh(turn, null);
        Pipeline.CommitAll();
        IReadOnlyList<LoggedOperation> undone = request.Step is { } step ? _single.Undo(turn, step) : request.Erases ? EraseLast(turn) : UndoLast(turn);
        _archive.MoveBack(turn, undone);
        return undone;
    }

    public IReadOnlyList<LoggedOperation> FindUndoable(StoreTurn turn, StepPlace step)
    {
        Refresh(turn, null);
        Pipeline.CommitAll();
        return _single.Prepare(step).Step.Operations;
    }

    public IReadOnlyList<IReadOnlyList<LoggedOperation>> FindUndoable(StoreTurn turn, int count, out UndoEnd end)
    {
        Pipeline.CommitAll();
        List<IReadOnlyList<LoggedOperation>> steps = [];
        UndoException? refusal = null;
        try
        {
            steps.AddRange(FindUndoable().Take(count).Select(step => step.Operations));
        }
        catch (UndoException e)
        {
            // The undo that gets there throws it.
            refusal = e;
        }

        end = new UndoEnd(refusal, steps.Count < count && refusal is null && IsHistoryRemoved(steps));
        return steps;
    }

    public ArchiveResult Archive(StoreTurn turn, RecordPredicate wanted, string segment)
    {
        using IDisposable? alone = EnterAlone(turn);
        Refresh(turn, null);
        Pipeline.CommitAll();
        return _archive.Move(turn, wanted, segment);
    }

    public RestoreResult Restore(StoreTurn turn, RecordPredicate wanted, string segment, bool replace)
    {
        using IDisposable? alone = EnterAlone(turn);
        Refresh(turn, null);
        Pipeline.CommitAll();
        Recovery.Run(turn);
        return _restore.Restore(turn, wanted, segment, replace);
    }

    public void ChangeIndex(StoreTurn turn, string property, bool adds)
    {
        using IDisposable? alone = EnterAlone(turn);
        Refresh(turn, null);
        _indexes.Change(turn, property, adds);
    }

    public IReadOnlyList<KeptLog> RemoveHistory(StoreTurn turn, HistoryPruning pruning)
    {
        using IDisposable? alone = EnterAlone(turn);
        Refresh(turn, null);
        return _history.Remove(turn, pruning, logs => Succession.NoteRemoval(turn, logs));
    }

    public override (string Log, long Length) CommitHistory()
    {
        Context.Condition.ThrowIfClosed();
        OwnLog own = _state.Own;
        LogPosition end = own.End;
        if (!Context.Condition.HasFailed)
        {
            Pipeline.Commit(end);
        }

        return (own.Name, end.Offset);
    }

    public override void Finish(CancellationToken cancellation)
    {
        using StoreTurn turn = _state.EnterTurn(cancellation);
        try
        {
            FinishWriting(turn);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch
        {
            Context.Condition.Close();
            throw;
        }

        // Within the turn: a write behind this one would be acknowledged and lost, and a second close would release the
        // store once more.
        Context.Condition.Close();
    }

    public override void Dispose()
    {
        Pipeline.Dispose();
        _state.Dispose();
        _claim.Dispose();
    }

    private void FinishWriting(StoreTurn turn)
    {
        if (Context.Condition.IsFailureReported)
        {
            return;
        }

        Pipeline.CommitAll();
        if (_state.Clock <= LamportClock.Largest)
        {
            FinishOwn(turn);
            Length.Note(turn);
        }
    }

    /// <summary>Waits until no other agent compacts, undoes or archives; a single writer is alone.</summary>
    private protected abstract IDisposable? EnterAlone(StoreTurn turn);

    private protected abstract IReadOnlyList<LoggedOperation> UndoLast(StoreTurn turn);

    private protected abstract IReadOnlyList<LoggedOperation> EraseLast(StoreTurn turn);

    private protected abstract IEnumerable<UndoableStep> FindUndoable();

    /// <summary>Whether logs before the steps, which are all that can be undone, were removed.</summary>
    private protected abstract bool IsHistoryRemoved(IReadOnlyList<IReadOnlyList<LoggedOperation>> steps);

    /// <summary>Takes an automatic checkpoint, unless another agent is taking one.</summary>
    private protected abstract void TakeCheckpoint(StoreTurn turn);

    /// <summary>Whether anything but a checkpoint is due.</summary>
    private protected virtual bool IsLookDue => false;

    /// <summary>Looks after what is due besides a checkpoint.</summary>
    private protected virtual void LookAfterLog(StoreTurn turn)
    {
    }

    private protected abstract void FinishOwn(StoreTurn turn);

    /// <summary>Takes a checkpoint where one is due. One that fails is postponed, which is a warning.</summary>
    private protected void CheckpointIfDue(StoreTurn turn)
    {
        if (!Rule.IsDue())
        {
            return;
        }

        try
        {
            TakeCheckpoint(turn);
        }
        catch (OpsLogException e) when (CanBePostponed(e))
        {
            Postpone(e);
        }
    }

    /// <summary>Whether a checkpoint failed because files could not be read or written, or a part of the snapshot is damaged.</summary>
    private protected static bool CanBePostponed(OpsLogException e) => e is StorageException or SnapshotException;

    private protected void Postpone(OpsLogException cause)
    {
        Rule.Postpone();
        Context.Warnings.Add(new StoreWarning(
            StoreWarningKind.CheckpointPutOff,
            $"A checkpoint of the store '{Context.Backend.Location}' failed: {cause.Message} No data is lost: the operations are in the log. The next checkpoint tries again.",
            cause is StorageException storage ? storage.Path : Context.Backend.Location));
    }

    /// <summary>
    /// Does what is due between writes. Where another thread has the turn, a later write does it: this one is acknowledged
    /// and need not wait.
    /// </summary>
    private void Maintain()
    {
        if (!Rule.IsDue() && !IsLookDue)
        {
            return;
        }

        using StoreTurn? turn = _state.TryEnterTurn();
        if (turn is not null)
        {
            LookAfterLog(turn);
            CheckpointIfDue(turn);
        }
    }

    private static IAppendLog OpenOwnLog(IStorageBackend backend, string name, long read)
    {
        IAppendLog log = backend.OpenAppend(name);
        if (log.Length == read)
        {
            return log;
        }

        log.Dispose();
        throw new StorageException(
            "open for appending", StoreFiles.PathOf(backend, name), new IOException("Another process wrote to it while it was read. Open the store again."));
    }
}
