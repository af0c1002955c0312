using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Roles;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <content>Everything that changes the store.</content>
public sealed partial class OpsLogStore
{
    /// <inheritdoc/>
    /// <exception cref="StoreFailedException">The write failed, or an earlier one did.</exception>
    public bool Set(string id, ReadOnlySpan<byte> json, WriteCondition condition = WriteCondition.Always)
    {
        WritePipeline pipeline = _role.Writer.Pipeline;
        WrittenRecord written = pipeline.Set(id, json, condition, CancellationToken.None);
        pipeline.Acknowledge(written.Position, CancellationToken.None);
        return written.WasWritten;
    }

    /// <inheritdoc/>
    /// <exception cref="StoreFailedException">The write failed, or an earlier one did.</exception>
    public bool Merge(string id, ReadOnlySpan<byte> json, MergeOptions? options = null, WriteCondition condition = WriteCondition.Always)
    {
        WritePipeline pipeline = _role.Writer.Pipeline;
        WrittenRecord written = pipeline.Merge(id, json, options, condition, CancellationToken.None);
        pipeline.Acknowledge(written.Position, CancellationToken.None);
        return written.WasWritten;
    }

    /// <inheritdoc/>
    /// <exception cref="StoreFailedException">The write failed, or an earlier one did.</exception>
    public void Delete(string id)
    {
        WritePipeline pipeline = _role.Writer.Pipeline;
        pipeline.Acknowledge(pipeline.Delete(id, CancellationToken.None), CancellationToken.None);
    }

    /// <summary>
    /// Begins a run of writes that share one acknowledgement at their end: a whole pipeline costs one flush. Each of
    /// them counts at once in memory, and none is a part of a batch.
    /// </summary>
    /// <param name="cancellation">Ends the waits of the run: for a batch of another thread, and for a group.</param>
    public DeferredWrites DeferWrites(CancellationToken cancellation = default)
    {
        WritePipeline pipeline = _role.Writer.Pipeline;
        pipeline.CheckWritable(cancellation);
        return new DeferredWrites(pipeline, cancellation);
    }

    /// <summary>
    /// Begins a batch on this thread. Until it ends, others that want to write wait; others that read see the state
    /// before it.
    /// </summary>
    /// <param name="cancellation">Ends the wait for a batch of another thread.</param>
    /// <exception cref="BatchStateException">This thread has one open already.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public StoreBatch BeginBatch(CancellationToken cancellation = default)
    {
        WritePipeline pipeline = _role.Writer.Pipeline;
        return new StoreBatch(_role.State, pipeline, pipeline.EnterTurn(cancellation));
    }

    /// <summary>
    /// Begins a batch that can't be committed: its writes are refused as those of a batch are, and have no effect. It works
    /// in a store that is open for reading.
    /// </summary>
    /// <inheritdoc cref="BeginBatch"/>
    public StoreBatch BeginTrial(CancellationToken cancellation = default) =>
        new(_role.State, null, _role is IStoreWriter writer ? writer.Pipeline.EnterTurn(cancellation) : _role.State.EnterTurn(cancellation));

    /// <summary>Runs <paramref name="body"/> as a batch; if it throws, nothing of it took effect.</summary>
    public void Batch(Action<StoreBatch> body, CancellationToken cancellation = default)
    {
        using StoreBatch batch = BeginBatch(cancellation);
        body(batch);
        batch.Commit();
    }

    /// <summary>Makes everything written so far survive a power cut, in every write mode and with any durability.</summary>
    /// <exception cref="StoreFailedException">The write failed, or an earlier one did.</exception>
    public void Flush() => Flush(CancellationToken.None);

    /// <inheritdoc cref="Flush()"/>
    /// <param name="cancellation">Ends the wait for a batch of another thread.</param>
    public void Flush(CancellationToken cancellation) => _role.Writer.Pipeline.Flush(cancellation);

    /// <summary>Takes a checkpoint now, if anything was written since the last one.</summary>
    /// <exception cref="StorageException">The snapshot could not be written; the store goes on with its log.</exception>
    public CheckpointResult Compact() => Compact(CancellationToken.None);

    /// <inheritdoc cref="Compact()"/>
    /// <param name="cancellation">Ends the wait for the turn, and among agents for another that compacts.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public CheckpointResult Compact(CancellationToken cancellation)
    {
        IStoreWriter writer = _role.Writer;
        using StoreTurn turn = writer.Pipeline.EnterTurn(cancellation);
        return writer.Compact(turn);
    }

    /// <summary>
    /// Undoes the last step that is not undone yet, an operation or a whole batch, and returns its operations in the
    /// order they were written; none if the kept history holds nothing more to undo. An undo is never undone.
    /// </summary>
    /// <exception cref="UndoException">The step can't be undone, because the log or the state is not what it left.</exception>
    public IReadOnlyList<LoggedOperation> Undo() => Undo(CancellationToken.None);

    /// <inheritdoc cref="Undo()"/>
    /// <param name="cancellation">Ends the wait for the turn, and among agents for another that compacts.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing was undone.</exception>
    public IReadOnlyList<LoggedOperation> Undo(CancellationToken cancellation)
    {
        IStoreWriter writer = _role.Writer;
        IReadOnlyList<LoggedOperation> undone;
        using (StoreTurn turn = writer.Pipeline.EnterTurn(cancellation))
        {
            undone = writer.Undo(turn);
        }

        writer.Pipeline.Maintain();
        return undone;
    }

    /// <summary>
    /// The last steps that <see cref="Undo()"/> would undo, the last one first, each with its operations in the order they
    /// were written. Changes nothing. Before a step that can't be undone the list ends.
    /// </summary>
    /// <param name="count">How many steps at most.</param>
    /// <param name="cancellation">Ends the wait for the turn.</param>
    public IReadOnlyList<IReadOnlyList<LoggedOperation>> GetUndoableSteps(int count, CancellationToken cancellation = default) =>
        GetUndoableSteps(count, out _, cancellation);

    /// <inheritdoc cref="GetUndoableSteps(int, CancellationToken)"/>
    /// <param name="count">How many steps at most.</param>
    /// <param name="end">Why there are fewer steps.</param>
    /// <param name="cancellation">Ends the wait for the turn.</param>
    public IReadOnlyList<IReadOnlyList<LoggedOperation>> GetUndoableSteps(int count, out UndoEnd end, CancellationToken cancellation = default)
    {
        IStoreWriter writer = _role.Writer;
        using StoreTurn turn = writer.Pipeline.EnterTurn(cancellation);
        return writer.FindUndoable(turn, count, out end);
    }

    /// <summary>
    /// Moves the wanted records to a segment, adding to it if there is one of that name. In the log each of them is a
    /// delete marked with the segment, and with the archived record that it replaces, all of them one step. After a crash
    /// in between a record may be in both places, never in none.
    /// </summary>
    /// <param name="wanted">Which records to move.</param>
    /// <param name="segment">The segment; null for the UTC quarter of now, such as 2026-Q4.</param>
    /// <param name="cancellation">Ends the wait for the turn, and among agents for another that compacts.</param>
    /// <exception cref="InvalidNameException">
    /// The segment's name may not become part of a file name, or is one file with an existing segment on some system.
    /// </exception>
    /// <exception cref="ArchiveSegmentException">The segment is there and can't be read.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing was moved.</exception>
    public ArchiveResult Archive(RecordPredicate wanted, string? segment = null, CancellationToken cancellation = default)
    {
        segment ??= StoreLayout.DefaultSegment(DateTime.UtcNow);
        StoreLayout.CheckName("an archive segment", segment);
        IStoreWriter writer = _role.Writer;
        ArchiveResult result;
        using (StoreTurn turn = writer.Pipeline.EnterTurn(cancellation))
        {
            result = writer.Archive(turn, wanted, segment);
        }

        writer.Pipeline.Maintain();
        return result;
    }

    /// <summary>
    /// Refuses what <see cref="Archive"/> would refuse, with the same errors, as far as that is known before. Changes
    /// nothing, and works in a store that is open for reading.
    /// </summary>
    /// <param name="wanted">Which records to move.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="besides">The names of other segments that will be made before it.</param>
    /// <param name="cancellation">Ends the reading of the segment.</param>
    public void CheckArchive(RecordPredicate wanted, string segment, IEnumerable<string>? besides = null, CancellationToken cancellation = default) =>
        _moves.Archive(wanted, segment, besides ?? [], cancellation);

    /// <summary>
    /// Refuses what <see cref="Restore"/> would refuse, with the same errors, as far as that is known before. Changes
    /// nothing, and works in a store that is open for reading.
    /// </summary>
    /// <param name="wanted">Which records to restore.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="replace">Whether they replace active records with another value.</param>
    /// <param name="cancellation">Ends the reading of the segment.</param>
    public void CheckRestore(RecordPredicate wanted, string segment, bool replace = false, CancellationToken cancellation = default) =>
        _moves.Restore(wanted, segment, replace, cancellation);

    /// <summary>
    /// Moves the wanted records of a segment back to the active set, and removes the segment with its last record. In the
    /// log each of them is a set marked with the segment, all of them one step, and an undo moves them to the segment
    /// again. After a crash in between a record may be in both places, never in none; restoring again completes it.
    /// </summary>
    /// <param name="wanted">Which records to restore.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="replace">
    /// Whether they replace active records with another value. Records that are active with an equal value are restored
    /// in any case.
    /// </param>
    /// <param name="cancellation">Ends the wait for the turn, among agents for another that compacts, and the reading of the segment.</param>
    /// <exception cref="RecordExistsException">A record with another value is active; nothing was restored.</exception>
    /// <exception cref="ArchiveSegmentException">There is no such segment, or it can't be read.</exception>
    /// <exception cref="BatchStateException">The records are too large for one step; nothing was restored.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was restored.</exception>
    public RestoreResult Restore(RecordPredicate wanted, string segment, bool replace = false, CancellationToken cancellation = default)
    {
        StoreLayout.CheckName("an archive segment", segment);
        IStoreWriter writer = _role.Writer;
        RestoreResult result;
        using (StoreTurn turn = writer.Pipeline.EnterTurn(cancellation))
        {
            result = writer.Restore(turn, wanted, segment, replace);
        }

        writer.Pipeline.Maintain();
        return result;
    }

    /// <summary>
    /// The kept logs that <see cref="RemoveHistory"/> would remove, the oldest first. Changes nothing, and works in a store
    /// that is open for reading.
    /// </summary>
    /// <param name="pruning">Which logs.</param>
    /// <param name="cancellation">Ends the search.</param>
    public IReadOnlyList<KeptLog> FindRemovableHistory(HistoryPruning pruning, CancellationToken cancellation = default)
    {
        _context.Condition.ThrowIfClosed();
        return new HistoryRemoval(_context.Backend, _context.Options, _context.Warnings).Find(pruning, cancellation);
    }

    /// <summary>
    /// Removes kept logs from the oldest on, and returns them. History and undo then reach back only to what is left. No
    /// checkpoint is taken: logs that are still replayed stay, and so do those with operations that the state lacks. A log
    /// stays as well where an older one of the same writer, or of a single writer, stays. With no limit, nothing is removed.
    /// </summary>
    /// <param name="pruning">Which logs.</param>
    /// <param name="cancellation">Ends the wait for the turn, among agents for another that compacts, and the search.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before a log was removed.</exception>
    public IReadOnlyList<KeptLog> RemoveHistory(HistoryPruning pruning, CancellationToken cancellation = default)
    {
        IStoreWriter writer = _role.Writer;
        using StoreTurn turn = writer.Pipeline.EnterTurn(cancellation);
        return writer.RemoveHistory(turn, pruning);
    }
}
