using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Undo;

/// <summary>
/// Undo by a single writer: the inverse of its last step is appended and marked as an undo. On request the last step is
/// cut off the log instead.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="condition">Whether the store takes writes.</param>
/// <param name="state">The state.</param>
/// <param name="pipeline">Writes the inverse.</param>
/// <param name="length">The length of the log in the manifest, which a cut must not leave behind.</param>
/// <param name="preparation">What comes before the undo.</param>
internal sealed class WriterUndo(
    IStorageBackend backend, StoreCondition condition, WritableState state, WritePipeline pipeline, LogLength length, UndoPreparation preparation)
{
    private static readonly Dictionary<string, long> s_allSteps = [];

    private readonly UndoableSteps _steps = new(backend);

    /// <summary>Undoes the last step and returns its operations; none where there is nothing to undo.</summary>
    /// <exception cref="UndoException">The step can't be undone: the log or the state is not what it left.</exception>
    public IReadOnlyList<LoggedOperation> Undo(StoreTurn turn)
    {
        if (Find().FirstOrDefault() is not { } step)
        {
            return [];
        }

        List<StagedOperation> inverse = InverseStep.Of(backend, state, step, marked: true);
        preparation.Write(turn, step, () => pipeline.WriteStep(turn, inverse));
        _steps.NoteUndone(state.LogName, state.End.Offset, step);
        return step.Operations;
    }

    /// <summary>Cuts the last step of the active log off it, and returns its operations; none where there is nothing to undo.</summary>
    /// <exception cref="UndoException">The step can't be cut off.</exception>
    public IReadOnlyList<LoggedOperation> Erase(StoreTurn turn)
    {
        string name = state.LogName;
        LogStep? step;
        using (IObjectReader source = backend.OpenRead(name))
        {
            step = new LogStepReader(source, state.End.Offset).ReadPrevious();
        }

        if (step is null && !Find().Any())
        {
            return [];
        }

        if (Refusal(turn, step) is { } reason)
        {
            throw UndoException.OfErasure(backend.Location, name, step?.Offset ?? 0, reason);
        }

        UndoableStep last = new(name, step!.Offset, _steps.ToOperations(step, name));
        preparation.Write(turn, last, () => Cut(turn, last));
        return last.Operations;
    }

    /// <summary>The steps that can be undone, the last one first.</summary>
    public IEnumerable<UndoableStep> Find() =>
        _steps.Find(StoreFiles.Logs(backend, state.LogName).AsEnumerable().Reverse().TakeWhile(IsWithinUndo), state.End.Offset, s_allSteps);

    /// <summary>
    /// Whether the logs before the kept ones were removed: without the steps, which are all that can be undone, the store
    /// would still contain records. A migration ends undo too, so there the log that begins after it must be gone.
    /// </summary>
    public bool IsHistoryRemoved(IReadOnlyList<IReadOnlyList<LoggedOperation>> steps)
    {
        List<string> kept = StoreFiles.Logs(backend, state.LogName);
        if (state.Manifest.UndoFloor is { } floor)
        {
            return !kept.Contains(floor, StringComparer.Ordinal);
        }

        int created = 0;
        foreach (LoggedOperation operation in steps.SelectMany(step => step))
        {
            created += (operation.After is null ? 0 : 1) - (operation.Before is null ? 0 : 1);
        }

        return state.Count > created;
    }

    /// <summary>Why the last step of the active log can't be cut off; null if it can.</summary>
    private string? Refusal(StoreTurn turn, LogStep? step)
    {
        if (step is null || step.IsDamaged)
        {
            return step is null ? "it is in a log that a checkpoint has superseded" : "the log is damaged at this place";
        }

        if (step.IsUndo || step.Undoes is not null)
        {
            return "it undoes an earlier step";
        }

        // Cut off, it would leave what a replay of the rest gives, and that may differ from what the step says was there
        // before. What this store object wrote itself mostly says it right.
        LogCursor read = state.LogsOf(turn)[state.LogName];
        return state.HidesPrevious || (read.IsDoubtful && step.Offset < read.Offset) ? "the operations before it do not result in the values that it changed"
            : state.Own.Writer.CanTruncate ? null
            : "the storage can't shorten a log";
    }

    private void Cut(StoreTurn turn, UndoableStep step)
    {
        length.Forget(turn, beyond: step.Offset);
        try
        {
            state.CutStep(turn, step.Offset, [.. step.Operations.Reverse().Select(operation => new StagedOperation(JsonText.Encode(operation.Id), operation.Before?.ToArray()))]);
        }
        catch (StorageException cause)
        {
            // Whether it was cut is unknown; opening the store again shows it.
            throw condition.FailAndReport(cause);
        }
    }

    private bool IsWithinUndo(string log) =>
        StoreLayout.TryParseWriterLog(log, out FileNameTime time)
        && (state.Manifest.UndoFloor is not { } floor
            || !StoreLayout.TryParseWriterLog(floor, out FileNameTime first)
            || time.CompareTo(first) >= 0);
}
