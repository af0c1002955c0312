using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Undo;

/// <summary>
/// Takes one step back by itself, wherever it is in the history, also one of another writer: its inverse is a new step, which
/// names the step that it takes back.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="state">The state.</param>
/// <param name="pipeline">Writes the inverse.</param>
/// <param name="preparation">What comes before the undo.</param>
internal sealed class SingleStepUndo(IStorageBackend backend, WritableState state, WritePipeline pipeline, UndoPreparation preparation)
{
    private static readonly Dictionary<string, long> s_allSteps = [];

    private readonly UndoableSteps _steps = new(backend);

    /// <summary>Takes a step back, and returns its operations.</summary>
    /// <exception cref="UndoException">There is no such step, it is undone already, or a record is not what it left.</exception>
    public IReadOnlyList<LoggedOperation> Undo(StoreTurn turn, StepPlace place)
    {
        (UndoableStep step, List<StagedOperation> inverse) = Prepare(place);
        turn.StepHead = state.Heads.Of(turn.Note, place);
        preparation.Write(turn, step, () => pipeline.WriteStep(turn, inverse));
        return step.Operations;
    }

    /// <summary>A step that can be taken back, and its inverse.</summary>
    /// <exception cref="UndoException">It can't be taken back.</exception>
    public (UndoableStep Step, List<StagedOperation> Inverse) Prepare(StepPlace place)
    {
        LogStep? found = Read(place);
        string? refusal = found is null ? "the log contains no step there. Get the operation from this store again"
            : found.IsDamaged ? "the log is damaged at this place. Check the store with Test-OpsLogStore"
            : found.IsUndo || found.Undoes is not null ? "it undoes an earlier step, and an undo is not undone. Set the records to the values that you need"
            : IsBeforeMigration(place.Log) ? "the records had another schema version then. Set the records to the values that you need"
            : IsUndone(place) ? "it is undone already"
            : null;
        if (refusal is not null)
        {
            throw UndoException.OfStep(backend.Location, place.Log, place.Offset, refusal);
        }

        UndoableStep step = new(place.Log, place.Offset, _steps.ToOperations(found!, place.Log));
        return (step, InverseStep.Of(backend, state, step, marked: false));
    }

    /// <summary>The step that begins at a place; null if none does.</summary>
    private LogStep? Read(StepPlace place)
    {
        using IObjectReader? source = StoreFiles.TryOpen(backend, place.Log);
        long end = source is null ? 0 : EndOf(place.Log);
        if (place.Offset >= end || (place.Offset > 0 && !IsLineEnd(source!, place.Offset - 1)))
        {
            return null;
        }

        LineReader lines = new(source!, place.Offset, end);
        LogScanner scanner = new(lines);
        while (scanner.TryRead(out OperationView operation))
        {
            if (!operation.Batch.IsPart || operation.Batch.IsLast)
            {
                LogStep? step = new LogStepReader(source!, lines.NextOffset).ReadPrevious();
                return step?.Offset == place.Offset ? step : null;
            }
        }

        return null;
    }

    private static bool IsLineEnd(IObjectReader source, long offset)
    {
        byte[] end = new byte[1];
        return source.Read(offset, end) == 1 && end[0] == '\n';
    }

    /// <summary>Whether a later step of the same writer took it back.</summary>
    private bool IsUndone(StepPlace place)
    {
        bool isAgents = StoreLayout.TryParseAgentLog(place.Log, out string agent, out _);
        List<string> logs = isAgents
            ? [.. StoreFiles.AgentLogs(backend, agent).Select(log => log.Name).Reverse()]
            : [.. StoreFiles.Logs(backend, state.Manifest.ActiveOps).Where(log => StoreLayout.TryParseWriterLog(log, out _)).Reverse()];
        foreach ((LogStep later, string log) in StepsToUndo.Read(backend, logs, EndOf(logs[0]), s_allSteps, []))
        {
            if (log == place.Log && later.Offset <= place.Offset)
            {
                return later.Offset != place.Offset;
            }
        }

        return true;
    }

    private long EndOf(string log)
    {
        if (log == state.LogName)
        {
            return state.End.Offset;
        }

        using IObjectReader source = backend.OpenRead(log);
        return source.Length;
    }

    private bool IsBeforeMigration(string log) =>
        state.Manifest.UndoFloor is { } floor && StoreLayout.TryParseWriterLog(floor, out FileNameTime first)
        && (StoreLayout.TryParseWriterLog(log, out FileNameTime time) || StoreLayout.TryParseAgentLog(log, out _, out time))
        && time.CompareTo(first) < 0;
}
