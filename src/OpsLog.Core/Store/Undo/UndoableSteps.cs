using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store.Undo;

/// <summary>The steps of one writer that can be undone, read backwards from the logs.</summary>
/// <param name="backend">Where the store is.</param>
internal sealed class UndoableSteps(IStorageBackend backend)
{
    /// <summary>Where the search for the step before an undone one begins, as long as nothing else was written.</summary>
    private Undone? _last;

    /// <summary>Of the last search: the steps that were taken back by themselves, and are before the step it came to.</summary>
    private HashSet<StepPlace> _single = [];

    /// <summary>The steps that no undo has reverted, the last one first.</summary>
    /// <param name="logs">The logs of the writer, the newest first.</param>
    /// <param name="end">The end of the newest log.</param>
    /// <param name="begins">Where the steps of a log begin that count, in bytes; 0 where it has no entry.</param>
    /// <exception cref="UndoException">The log is damaged there.</exception>
    public IEnumerable<UndoableStep> Find(IEnumerable<string> logs, long end, IReadOnlyDictionary<string, long> begins)
    {
        (IEnumerable<string> from, long newestEnd, HashSet<StepPlace> single) = PassUndone(logs.ToList(), end);
        _single = single;
        foreach ((LogStep step, string log) in StepsToUndo.Read(backend, from, newestEnd, begins, single))
        {
            yield return step.IsDamaged
                ? throw new UndoException(backend.Location, log, step.Offset, "the log is damaged at this place. Check the store with Test-OpsLogStore")
                : new UndoableStep(log, step.Offset, ToOperations(step, log));
        }
    }

    /// <summary>
    /// Notes that the inverse of a step was written. Many undos in a row need not read the inverses before them: the next
    /// step is the one before this.
    /// </summary>
    /// <param name="log">The log with the inverse.</param>
    /// <param name="end">Where the inverse ends.</param>
    /// <param name="step">The step that it reverts.</param>
    public void NoteUndone(string log, long end, UndoableStep step) => _last = new Undone(log, end, new StepPlace(step.Log, step.Offset), _single);

    /// <summary>The operations of a step, with the records before them.</summary>
    /// <exception cref="UndoException">The log does not say what a record was before.</exception>
    public IReadOnlyList<LoggedOperation> ToOperations(LogStep step, string log)
    {
        List<LoggedOperation> operations = [];
        StepHeader header = default;
        long offset = step.Offset;
        foreach (byte[] line in step.Lines)
        {
            OperationCodec.TryRead(line, out OperationView view, out _, out _);
            header = operations.Count == 0 ? StepHeader.Of(view, offset, header) : header;
            operations.Add(HistoryReader.ToObject(view, header, log, offset));
            offset += line.Length + 1;
            if (operations[^1].IsBeforeUnknown)
            {
                throw new UndoException(backend.Location, log, step.Offset, $"the log contains no readable value of record '{operations[^1].Id}' before the step. Set the record to the value that you need");
            }
        }

        return operations;
    }

    /// <summary>Whether a record is what an operation left.</summary>
    public static bool AreSame(byte[]? current, ReadOnlyMemory<byte>? expected) =>
        current is null || expected is null
            ? current is null && expected is null
            : expected.Value.Span.SequenceEqual(current) || RecordDelta.HaveSameMembers(current, expected.Value.Span);

    private (IEnumerable<string> Logs, long End, HashSet<StepPlace> Single) PassUndone(List<string> logs, long end)
    {
        if (_last is not { } undone || logs.Count == 0 || (undone.Log, undone.End) != (logs[0], end))
        {
            return (logs, end, []);
        }

        // A log that was pruned meanwhile ends the search.
        return (logs.SkipWhile(log => log != undone.Step.Log), undone.Step.Offset, [.. undone.Single]);
    }

    /// <summary>The last undo.</summary>
    /// <param name="Log">The log with the inverse.</param>
    /// <param name="End">Where the inverse ends.</param>
    /// <param name="Step">The step that it reverts.</param>
    /// <param name="Single">The steps before that which were taken back by themselves.</param>
    private sealed record Undone(string Log, long End, StepPlace Step, HashSet<StepPlace> Single);
}
