using OpsLog.Core.Model;
using OpsLog.Core.Store.Undo;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Roles;

/// <summary>What a store object that writes can do with its turn.</summary>
internal interface IStoreWriter
{
    /// <summary>The way of an operation to the log.</summary>
    WritePipeline Pipeline { get; }

    /// <summary>
    /// Waits until no other agent runs an exclusive batch, and keeps others from beginning one until the result is disposed of.
    /// Null for a single writer, which has the store to itself.
    /// </summary>
    IDisposable? EnterExclusive(TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Takes a checkpoint, if there is anything to cover.</summary>
    CheckpointResult Compact(StoreTurn turn);

    /// <summary>Undoes a step, and returns its operations.</summary>
    IReadOnlyList<LoggedOperation> Undo(StoreTurn turn, UndoRequest request);

    /// <summary>The operations of a step that can be taken back by itself.</summary>
    IReadOnlyList<LoggedOperation> FindUndoable(StoreTurn turn, StepPlace step);

    /// <summary>The last steps that can be undone, the last one first, at most as many as asked for, and why there are fewer.</summary>
    IReadOnlyList<IReadOnlyList<LoggedOperation>> FindUndoable(StoreTurn turn, int count, out UndoEnd end);

    /// <summary>Moves records to an archive segment.</summary>
    ArchiveResult Archive(StoreTurn turn, RecordPredicate wanted, string segment);

    /// <summary>Moves records of an archive segment back to the active set.</summary>
    RestoreResult Restore(StoreTurn turn, RecordPredicate wanted, string segment, bool replace);

    /// <summary>Adds or removes the index of a property.</summary>
    void ChangeIndex(StoreTurn turn, string property, bool adds);

    /// <summary>Removes kept logs, and returns them.</summary>
    IReadOnlyList<KeptLog> RemoveHistory(StoreTurn turn, HistoryPruning pruning);
}
