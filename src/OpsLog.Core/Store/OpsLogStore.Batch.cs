using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.State;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <content>Several operations as one step.</content>
public sealed partial class OpsLogStore
{
    /// <summary>
    /// Begins a batch on this thread. Until it ends, others that want to write wait; others that read see the state
    /// before it.
    /// </summary>
    /// <exception cref="BatchStateException">This thread has one open already.</exception>
    public StoreBatch BeginBatch()
    {
        Exclusive exclusive = EnterWriting();
        return new StoreBatch(this, exclusive);
    }

    /// <summary>Runs <paramref name="body"/> as a batch; if it throws, nothing of it took effect.</summary>
    public void Batch(Action<StoreBatch> body)
    {
        using StoreBatch batch = BeginBatch();
        body(batch);
        batch.Commit();
    }

    /// <summary>The records as a table of its own, for a batch to change.</summary>
    internal RecordTable Fork()
    {
        lock (_state)
        {
            ThrowIfClosed();
            return _table.Fork();
        }
    }

    /// <summary>Writes operations as one step, the caller having the store to itself.</summary>
    internal void CommitBatch(IReadOnlyList<StagedOperation> operations)
    {
        Commit(AppendStep(operations, segment: null));
    }

    /// <summary>Appends operations as one step, in memory and to the log's lines, all of them or none.</summary>
    private long AppendStep(IReadOnlyList<StagedOperation> operations, string? segment)
    {
        lock (_state)
        {
            LogWriter log = _log!;
            int start = log.Lines.Length;
            int before = _unacknowledged.Count;
            try
            {
                for (int i = 0; i < operations.Count; i++)
                {
                    StagedOperation operation = operations[i];
                    Append(new OperationDraft
                    {
                        Kind = operation.Value is null ? OperationKind.Delete : OperationKind.Set,
                        Id = operation.Id,
                        Data = operation.Value,
                        Batch = operations.Count > 1 ? new BatchMark(i + 1, operations.Count) : default,
                        Previous = operation.Undone?.After,
                        Clock = operation.Undone?.Clock ?? 0,
                        UndoRank = operation.Undone?.Rank ?? 0,
                        Segment = segment,
                        Replaced = operation.Replaced,
                    });
                    if (log.Lines.Length - start > _options.LargestStep)
                    {
                        throw new BatchStateException(
                            $"The batch exceeds the maximum of {_options.LargestStep:N0} bytes in the log at operation {i + 1} of {operations.Count}. Nothing was written. Split it into several batches.");
                    }
                }

                return log.Position;
            }
            catch
            {
                TakeBack(_unacknowledged.Count - before);
                log.Lines.Truncate(start);
                throw;
            }
        }
    }

    private void TakeBack(int count)
    {
        (long Position, RecordChange Change)[] kept = [.. _unacknowledged];
        for (int i = kept.Length - 1; i >= kept.Length - count; i--)
        {
            _table.Revert(kept[i].Change);
        }

        _written -= count;
        _unacknowledged.Clear();
        foreach ((long Position, RecordChange Change) entry in kept.AsSpan(0, kept.Length - count))
        {
            _unacknowledged.Enqueue(entry);
        }
    }

    /// <summary>Has the store to itself, provided it can be written to.</summary>
    private Exclusive EnterWriting()
    {
        if (_options.ReadOnly)
        {
            ThrowIfClosed();
            throw new StoreReadOnlyException(Location);
        }

        Exclusive exclusive = EnterExclusive();
        if (_failure is { } cause)
        {
            exclusive.Dispose();
            throw Failed(cause);
        }

        return exclusive;
    }
}
