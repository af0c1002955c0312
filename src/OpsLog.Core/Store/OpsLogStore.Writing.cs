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
    public bool Set(string id, ReadOnlySpan<byte> json, WriteCondition condition = WriteCondition.Always) => Set(id, json, null, condition);

    /// <summary>The same as <see cref="Set(string, ReadOnlySpan{byte}, WriteCondition)"/>, with a note in the log.</summary>
    /// <param name="id">A non-empty string.</param>
    /// <param name="json">One JSON object in UTF-8.</param>
    /// <param name="note">Who makes the change, and why; null for the author of the store object and no comment.</param>
    /// <param name="condition">When it is written.</param>
    public bool Set(string id, ReadOnlySpan<byte> json, StepNote? note, WriteCondition condition = WriteCondition.Always)
    {
        WritePipeline pipeline = _role.Writer.Pipeline;
        WrittenRecord written = pipeline.Set(id, json, condition, pipeline.HeadOf(note), CancellationToken.None);
        pipeline.Acknowledge(written.Position, CancellationToken.None);
        return written.WasWritten;
    }

    /// <inheritdoc/>
    /// <exception cref="StoreFailedException">The write failed, or an earlier one did.</exception>
    public bool Merge(string id, ReadOnlySpan<byte> json, MergeOptions? options = null, WriteCondition condition = WriteCondition.Always) =>
        Merge(id, json, null, options, condition);

    /// <summary>The same as <see cref="Merge(string, ReadOnlySpan{byte}, MergeOptions?, WriteCondition)"/>, with a note in the log.</summary>
    /// <param name="id">A non-empty string.</param>
    /// <param name="json">One JSON object in UTF-8.</param>
    /// <param name="note">Who makes the change, and why; null for the author of the store object and no comment.</param>
    /// <param name="options">How it is merged.</param>
    /// <param name="condition">When the result is written.</param>
    public bool Merge(string id, ReadOnlySpan<byte> json, StepNote? note, MergeOptions? options = null, WriteCondition condition = WriteCondition.Always)
    {
        WritePipeline pipeline = _role.Writer.Pipeline;
        WrittenRecord written = pipeline.Merge(id, json, options, condition, pipeline.HeadOf(note), CancellationToken.None);
        pipeline.Acknowledge(written.Position, CancellationToken.None);
        return written.WasWritten;
    }

    /// <inheritdoc/>
    /// <exception cref="StoreFailedException">The write failed, or an earlier one did.</exception>
    public void Delete(string id) => Delete(id, null);

    /// <summary>The same as <see cref="Delete(string)"/>, with a note in the log.</summary>
    /// <param name="id">The id of the record.</param>
    /// <param name="note">Who removes it, and why; null for the author of the store object and no comment.</param>
    public void Delete(string id, StepNote? note)
    {
        WritePipeline pipeline = _role.Writer.Pipeline;
        pipeline.Acknowledge(pipeline.Delete(id, pipeline.HeadOf(note), CancellationToken.None), CancellationToken.None);
    }

    /// <summary>
    /// Begins a run of writes that share one acknowledgement at their end: a whole pipeline costs one flush. Each of
    /// them counts at once in memory, and none is a part of a batch.
    /// </summary>
    /// <param name="cancellation">Ends the waits of the run: for a batch of another thread, and for a group.</param>
    public DeferredWrites DeferWrites(CancellationToken cancellation = default) => DeferWrites(null, cancellation);

    /// <inheritdoc cref="DeferWrites(CancellationToken)"/>
    /// <param name="note">Who makes the changes, and why; null for the author of the store object and no comment.</param>
    /// <param name="cancellation">Ends the waits of the run: for a batch of another thread, and for a group.</param>
    public DeferredWrites DeferWrites(StepNote? note, CancellationToken cancellation = default)
    {
        WritePipeline pipeline = _role.Writer.Pipeline;
        pipeline.CheckWritable(cancellation);
        return new DeferredWrites(pipeline, note, cancellation);
    }

    /// <summary>
    /// Begins a batch on this thread. Until it ends, others that want to write wait; others that read see the state
    /// before it.
    /// </summary>
    /// <param name="cancellation">Ends the wait for a batch of another thread.</param>
    /// <exception cref="BatchStateException">This thread has one open already.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public StoreBatch BeginBatch(CancellationToken cancellation = default) => BeginBatch(null, cancellation);

    /// <inheritdoc cref="BeginBatch(CancellationToken)"/>
    /// <param name="note">Who makes the batch, and why; null for the author of the store object and no comment.</param>
    /// <param name="cancellation">Ends the wait for a batch of another thread.</param>
    public StoreBatch BeginBatch(StepNote? note, CancellationToken cancellation = default)
    {
        WritePipeline pipeline = _role.Writer.Pipeline;
        return new StoreBatch(_role.State, pipeline, pipeline.EnterTurn(note, cancellation));
    }

    /// <summary>
    /// Begins a batch that no other exclusive batch of any agent overlaps. It waits for its turn, then reads what others wrote,
    /// so two agents can't both take the one thing that is left. The turn ends with the batch, or with its process. Single writes
    /// and other batches of agents don't wait for it. A single writer has the store to itself in any case.
    /// </summary>
    /// <param name="note">Who makes the batch, and why; null for the author of the store object and no comment.</param>
    /// <param name="timeout">How long to wait for the batches of other agents; null for any time.</param>
    /// <param name="cancellation">Ends the waits.</param>
    /// <exception cref="StoreLockedException">An exclusive batch of another agent was still running after the timeout.</exception>
    /// <exception cref="BatchStateException">This thread has a batch open already.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public StoreBatch BeginExclusiveBatch(StepNote? note = null, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        IStoreWriter writer = _role.Writer;
        writer.Pipeline.CheckWritable(cancellation);
        IDisposable? exclusive = writer.EnterExclusive(timeout ?? TimeSpan.MaxValue, cancellation);
        StoreTurn? turn = null;
        try
        {
            turn = writer.Pipeline.EnterTurn(note, cancellation);
            _role.Refresh(turn, null);
            return new StoreBatch(_role.State, writer.Pipeline, turn, exclusive);
        }
        catch
        {
            turn?.Dispose();
            exclusive?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Begins a batch that can't be committed: its writes are refused as those of a batch are, and have no effect. It works
    /// in a store that is open for reading.
    /// </summary>
    /// <inheritdoc cref="BeginBatch(CancellationToken)"/>
    public StoreBatch BeginTrial(CancellationToken cancellation = default) =>
        new(_role.State, null, _role is IStoreWriter writer ? writer.Pipeline.EnterTurn(null, cancellation) : _role.State.EnterTurn(cancellation));

    /// <summary>Runs <paramref name="body"/> as a batch; if it throws, nothing of it took effect.</summary>
    public void Batch(Action<StoreBatch> body, CancellationToken cancellation = default) => Batch(body, null, cancellation);

    /// <inheritdoc cref="Batch(Action{StoreBatch}, CancellationToken)"/>
    public void Batch(Action<StoreBatch> body, StepNote? note, CancellationToken cancellation = default)
    {
        using StoreBatch batch = BeginBatch(note, cancellation);
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
        using StoreTurn turn = writer.Pipeline.EnterTurn(null, cancellation);
        return writer.Compact(turn);
    }

    /// <summary>
    /// Moves the wanted records to a segment, adding to it if there is one of that name. In the log each of them is a
    /// delete marked with the segment, and with the archived record that it replaces, all of them one step. After a crash
    /// in between a record may be in both places, never in none.
    /// </summary>
    /// <param name="wanted">Which records to move.</param>
    /// <param name="segment">The segment; null for the UTC quarter of now, such as 2026-Q4.</param>
    /// <param name="note">Who moves them, and why; null for the author of the store object and no comment.</param>
    /// <param name="cancellation">Ends the wait for the turn, and among agents for another that compacts.</param>
    /// <exception cref="InvalidNameException">
    /// The segment's name may not become part of a file name, or is one file with an existing segment on some system.
    /// </exception>
    /// <exception cref="ArchiveSegmentException">The segment is there and can't be read.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing was moved.</exception>
    public ArchiveResult Archive(RecordPredicate wanted, string? segment = null, StepNote? note = null, CancellationToken cancellation = default)
    {
        segment ??= StoreLayout.DefaultSegment(DateTime.UtcNow);
        StoreLayout.CheckName("an archive segment", segment);
        IStoreWriter writer = _role.Writer;
        ArchiveResult result;
        using (StoreTurn turn = writer.Pipeline.EnterTurn(note, cancellation))
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
    /// <param name="note">Who moves them, and why; null for the author of the store object and no comment.</param>
    /// <param name="cancellation">Ends the wait for the turn, among agents for another that compacts, and the reading of the segment.</param>
    /// <exception cref="RecordExistsException">A record with another value is active; nothing was restored.</exception>
    /// <exception cref="ArchiveSegmentException">There is no such segment, or it can't be read.</exception>
    /// <exception cref="BatchStateException">The records are too large for one step; nothing was restored.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was restored.</exception>
    public RestoreResult Restore(RecordPredicate wanted, string segment, bool replace = false, StepNote? note = null, CancellationToken cancellation = default)
    {
        StoreLayout.CheckName("an archive segment", segment);
        IStoreWriter writer = _role.Writer;
        RestoreResult result;
        using (StoreTurn turn = writer.Pipeline.EnterTurn(note, cancellation))
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
        using StoreTurn turn = writer.Pipeline.EnterTurn(null, cancellation);
        return writer.RemoveHistory(turn, pruning);
    }
}
