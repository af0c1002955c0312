using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;

namespace OpsLog.Core.Store.Writing;

/// <summary>
/// The state of a store object that writes: each operation goes to the end of its log's lines and into memory under one
/// lock, and what the log could not take is reverted in memory.
/// </summary>
internal sealed class WritableState : StoreState, ILogOwner, IDisposable
{
    private readonly OpsLogStoreOptions _options;
    private readonly IOperationOrder _order;
    private readonly OperationComposer _composer;
    private readonly PendingChanges _pending = new();

    /// <summary>Called where the log was superseded or failed: nothing more is to be waited for.</summary>
    private readonly Action _logEnded;
    private OwnLog _own;

    /// <summary>Operations written here after the logs were loaded, less those that an undo cut off them.</summary>
    private long _written;

    public WritableState(
        StoreCondition condition, LoadedStore loaded, OpsLogStoreOptions options, IOperationOrder order, string ownLog, IAppendLog log, Action logEnded)
        : base(condition, loaded)
    {
        _options = options;
        _order = order;
        _composer = new OperationComposer(options.LargestStep);
        Heads = new StepHeads(options.Author ?? Authors.Default);
        StepHead = Heads.Default;
        _own = new OwnLog(ownLog, OpenWriter(log));
        _logEnded = logEnded;
    }

    public override string LogName => Own.Name;

    /// <summary>The log that is written.</summary>
    public OwnLog Own => Volatile.Read(ref _own);

    /// <summary>What the first lines of steps contain.</summary>
    public StepHeads Heads { get; }

    /// <summary>The end of everything written so far.</summary>
    public LogPosition End => Own.End;

    /// <summary>Whether the log holds an operation that can't say what the record was before it.</summary>
    public bool HidesPrevious => _composer.HidesPrevious;

    /// <summary>Writes a record where the condition permits it.</summary>
    /// <param name="write">The record, or the changes to it.</param>
    /// <param name="cancellation">Ends the wait for the turn.</param>
    public WrittenRecord Set(in RecordWrite write, CancellationToken cancellation)
    {
        lock (Gate)
        {
            EnterWrite(cancellation);
            ReadOnlySpan<byte> current = default;
            bool exists = write.DependsOnCurrent && Table.TryGet(write.Key, out current);
            ReadOnlySpan<byte> record = _composer.Merge(write, exists, current);
            return write.Condition.Permits(write.Id, exists, current, record)
                ? new WrittenRecord(Append(new OperationDraft { Kind = OperationKind.Set, Id = write.Key, Data = record, StepHead = write.StepHead }), true)
                : new WrittenRecord(new LogPosition(_own.Writer, _own.Writer.EndOffset), false);
        }
    }

    /// <summary>Removes a record; null where there is none.</summary>
    public LogPosition? Delete(ReadOnlySpan<byte> id, ReadOnlySpan<byte> stepHead, CancellationToken cancellation)
    {
        lock (Gate)
        {
            EnterWrite(cancellation);
            return Table.TryGet(id, out _) ? Append(new OperationDraft { Kind = OperationKind.Delete, Id = id, StepHead = stepHead }) : null;
        }
    }

    /// <summary>Waits until no other thread has the turn, and checks that the store takes writes.</summary>
    public void CheckWritable(CancellationToken cancellation)
    {
        lock (Gate)
        {
            EnterWrite(cancellation);
        }
    }

    /// <summary>Writes operations as one step: all of them or none.</summary>
    public LogPosition AppendStep(StoreTurn turn, IReadOnlyList<StagedOperation> operations, string? segment = null)
    {
        lock (Gate)
        {
            Condition.ThrowIfClosed(); // A thread can close the store while it has a batch open.
            Check(turn);
            using LogWriter.LogStepScope step = _own.Writer.BeginStep();
            int before = _pending.Count;
            try
            {
                for (int i = 0; i < operations.Count; i++)
                {
                    BatchMark batch = operations.Count > 1 ? new BatchMark(i + 1, operations.Count) : default;
                    AddTo(step, operations[i].ToDraft(batch, segment, i == 0 ? turn.StepHead : default));
                    _composer.ThrowIfTooLarge(step, i + 1, operations.Count);
                }

                return new LogPosition(_own.Writer, step.EndOffset);
            }
            catch
            {
                Revert(_pending.Count - before);
                step.Discard();
                throw;
            }
        }
    }

    /// <summary>Refuses operations whose clocks no reader would accept, before anything of them is written.</summary>
    public void ThrowIfClockIsExhausted(int operations)
    {
        if (_order.KeepsClock(Clock) && Clock > LamportClock.Largest - operations)
        {
            throw new ClockExhaustedException(Condition.Location, Clock);
        }
    }

    public override (long Operations, long Bytes) Uncovered()
    {
        lock (Gate)
        {
            return (Follower.Operations + _written, _own.Writer.EndOffset + Follower.UncoveredBytes - Follower[_own.Name].Offset);
        }
    }

    /// <summary>What this store object wrote is in the state, so no reading applies it once more.</summary>
    public void PassOwnLog(StoreTurn turn)
    {
        lock (Gate)
        {
            Check(turn);
            Follower.Advance(_own.Name, _own.Writer.EndOffset, Clock);
        }
    }

    /// <summary>Cuts the last step off the log and out of the state.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="offset">Where the step begins.</param>
    /// <param name="before">Its records as they were before it, the last operation first.</param>
    public void CutStep(StoreTurn turn, long offset, IReadOnlyList<StagedOperation> before)
    {
        Check(turn);
        _own.Writer.Truncate(offset, moveEnd =>
        {
            lock (Gate)
            {
                moveEnd();
                foreach (StagedOperation operation in before)
                {
                    operation.ApplyTo(Table);
                }

                _written -= before.Count;
            }
        });
    }

    /// <summary>Makes the writer of a log that this state may go on in.</summary>
    public LogWriter OpenWriter(IAppendLog log) => new(log, this, _options.Durability == Durability.Disk) { OnlyGrows = _order.LogOnlyGrows };

    /// <summary>Goes on in a new log behind a new snapshot, and returns the log before. Everything in that is committed.</summary>
    public LogWriter SwitchTo(StoreTurn turn, OwnLog next, ManifestFile manifest, SnapshotHeader header, long snapshotBytes, LogFollower logs)
    {
        lock (Gate)
        {
            Check(turn);
            LogWriter superseded = GoOnIn(next);
            BeginBehind(manifest, header, snapshotBytes, logs);
            Table.DropTombstones(header.Horizon);

            // A change that may still be reverted refers to what it superseded.
            if (_pending.Count == 0)
            {
                Table.ReclaimSuperseded();
            }

            return superseded;
        }
    }

    public override void Replace(StoreTurn turn, LoadedStore loaded)
    {
        lock (Gate)
        {
            base.Replace(turn, loaded);
            _written = 0;
        }
    }

    /// <summary>The same, and goes on in another log. Returns the log before.</summary>
    public LogWriter Replace(StoreTurn turn, LoadedStore loaded, OwnLog next)
    {
        lock (Gate)
        {
            Replace(turn, loaded);
            return GoOnIn(next);
        }
    }

    /// <summary>Closes the log and returns the buffers. The store is closed by then, so no later call composes a line.</summary>
    public void Dispose()
    {
        // Not under the lock: a commit that the writer waits for acquires the lock when it ends.
        Own.Writer.Dispose();
        lock (Gate)
        {
            _composer.Dispose();
        }
    }

    void ILogOwner.Acknowledged(long offset)
    {
        lock (Gate)
        {
            _pending.Acknowledge(offset);
        }
    }

    void ILogOwner.Failed(Exception cause, Action discardWaiting)
    {
        lock (Gate)
        {
            discardWaiting();
            Revert(_pending.Count);
            Condition.Fail(cause);
            _logEnded();
        }
    }

    private void EnterWrite(CancellationToken cancellation)
    {
        Condition.ThrowIfClosed();
        AwaitTurn("The store can't be written to directly while a batch is open on this thread. Write through the batch, or end it first.", cancellation);
        Condition.ThrowIfFailed();
    }

    private LogPosition Append(OperationDraft draft)
    {
        using LogWriter.LogStepScope step = _own.Writer.BeginStep();
        try
        {
            AddTo(step, draft);
            return new LogPosition(_own.Writer, step.EndOffset);
        }
        catch
        {
            step.Discard();
            throw;
        }
    }

    private void AddTo(in LogWriter.LogStepScope step, OperationDraft draft)
    {
        ThrowIfClockIsExhausted(draft.Clock == 0 ? 1 : 0);
        _order.Sign(ref draft);
        if (draft.Clock == 0 && _order.KeepsClock(Clock))
        {
            draft.Clock = Clock + 1;
        }

        // An undo has the clock of what it reverts, and a kept log can hold one that the snapshot knows nothing of.
        AdvanceClock(draft.Clock);
        long offset = step.EndOffset;
        RecordPlace place = _composer.Compose(step, Table, ref draft);
        _own.Blocks.Add(IdFilter.HashOf(draft.Id), draft.UnixMs, draft.Batch.Index <= 1, offset, step.EndOffset);
        _pending.Add(step.EndOffset, _order.Apply(Table, place, draft));
        _written++;
    }

    private void Revert(int count)
    {
        _pending.Revert(Table, count);
        _written -= count;
    }

    private LogWriter GoOnIn(OwnLog next)
    {
        LogWriter superseded = _own.Writer;
        _own = next;
        _written = 0;
        _composer.BeginLog();
        _logEnded();
        return superseded;
    }
}
