using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <content>
/// Undo. The last step of the active log is cut off; one from before a checkpoint is taken back by appending its
/// inverse, marked as an undo.
/// </content>
public sealed partial class OpsLogStore
{
    /// <summary>
    /// Takes the last step back that is not undone yet, an operation or a whole batch, and returns its operations in
    /// the order they were written; none if the kept history holds nothing more to undo. An undo is never undone.
    /// </summary>
    /// <exception cref="UndoException">The step can't be taken back, since the log or the state is not what it left.</exception>
    public IReadOnlyList<LoggedOperation> Undo()
    {
        IReadOnlyList<LoggedOperation> undone;
        using (EnterWriting())
        {
            // Between agents no compaction may forget meanwhile what an inverse, which is old in the order, must lose against.
            using IDisposable? turn = _seat is null ? null : TakeCompaction(_options.TurnTimeout);
            RefreshShared(null);
            CommitAll();
            undone = _seat is null ? TryCutLastStep() ?? AppendInverse() : AppendOwnInverse();
            if (undone.Any(operation => operation.Segment is not null))
            {
                TakeBackFromSegments(undone);
            }
        }

        CheckpointIfDue();
        return undone;
    }

    private IReadOnlyList<LoggedOperation>? TryCutLastStep()
    {
        LogWriter log = _log!;
        string name = _manifest.ActiveOps;
        LogStep? step;
        using (IObjectReader source = _backend.OpenRead(name))
        {
            step = new LogStepReader(source, log.Position).ReadPrevious();
        }

        if (step is null || step.IsUndo || step.IsDamaged || !log.CanTruncate)
        {
            return null;
        }

        // Cut off, it would leave what a replay of the rest gives, and that may not be what the step says stood there
        // before. What this store wrote itself mostly says so rightly.
        LogCursor read = _logs[name];
        if (_hidesPrevious || (read.IsDoubtful && step.Offset < read.Offset))
        {
            return null;
        }

        List<LoggedOperation> operations = ToObjects(step, name);
        ForgetLengthBeyond(step.Offset);
        try
        {
            log.Truncate(step.Offset, () => TakeOut(operations));
        }
        catch (StorageException cause)
        {
            // Cut or not, nobody knows; opening the store again settles it.
            lock (_state)
            {
                _failure ??= cause;
            }

            throw Failed(cause);
        }

        return operations;
    }

    private void TakeOut(List<LoggedOperation> step)
    {
        for (int i = step.Count - 1; i >= 0; i--)
        {
            Restore(step[i]);
        }

        _written -= step.Count;
    }

    private void Restore(LoggedOperation operation)
    {
        byte[] id = JsonText.Encode(operation.Id);
        if (operation.Before is { } before)
        {
            _table.Set(id, before.Span);
        }
        else
        {
            _table.TryRemove(id, out _);
        }
    }

    private IReadOnlyList<LoggedOperation> AppendInverse()
    {
        List<LoggedOperation>? operations = FindLastStep();
        if (operations is null)
        {
            return [];
        }

        Dictionary<string, byte[]?> state = new(StringComparer.Ordinal);
        List<StagedOperation> inverse = [];
        for (int i = operations.Count - 1; i >= 0; i--)
        {
            LoggedOperation operation = operations[i];
            byte[]? current = state.TryGetValue(operation.Id, out byte[]? changed) ? changed : Get(operation.Id);
            if (!Same(current, operation.After))
            {
                throw new UndoException(
                    Location, operation.Log, operation.Offset, $"record '{operation.Id}' no longer has the value that this step wrote. Check the store with Test-OpsLogStore");
            }

            byte[]? before = operation.Before?.ToArray();
            state[operation.Id] = before;
            inverse.Add(new StagedOperation(JsonText.Encode(operation.Id), before, new UndoneOperation(current, 0, 1)));
        }

        Commit(AppendStep(inverse, segment: null));
        return operations;
    }

    /// <summary>Goes back through the logs to the last step that no undo has taken back; null where there is none.</summary>
    private List<LoggedOperation>? FindLastStep()
    {
        IEnumerable<string> logs = _seat is null
            ? StoreFiles.Logs(_backend, OwnLog).AsEnumerable().Reverse().TakeWhile(IsWithinUndo)
            : LogsOf(_seat.Agent, OwnLog);
        foreach ((LogStep step, string log) in StepsToUndo.Read(_backend, logs, _log!.Position, _writtenAgain))
        {
            return step.IsDamaged
                ? throw new UndoException(Location, log, step.Offset, "the log is damaged at this place. Check the store with Test-OpsLogStore")
                : ToObjects(step, log);
        }

        return null;
    }

    /// <summary>The logs of an agent, the newest first.</summary>
    private IEnumerable<string> LogsOf(string agent, string current)
    {
        yield return current;
        foreach ((_, string log) in StoreFiles.AgentLogs(_backend, agent).AsEnumerable().Reverse().Where(log => log.Name != current))
        {
            yield return log;
        }
    }

    private bool IsWithinUndo(string log) =>
        StoreLayout.TryParseWriterLog(log, out FileStamp stamp)
        && (_manifest.UndoFloor is not { } floor
            || !StoreLayout.TryParseWriterLog(floor, out FileStamp first)
            || stamp.CompareTo(first) >= 0);

    private List<LoggedOperation> ToObjects(LogStep step, string log)
    {
        List<LoggedOperation> operations = [];
        foreach (byte[] line in step.Lines)
        {
            OperationCodec.TryRead(line, out OperationView view, out _, out _);
            operations.Add(HistoryReader.ToObject(view, log, step.Offset, out bool isWhole));
            if (!isWhole)
            {
                throw new UndoException(Location, log, step.Offset, $"the log contains no readable value of record '{operations[^1].Id}' before the step. Set the record to the value you want");
            }
        }

        return operations;
    }

    private static bool Same(byte[]? current, ReadOnlyMemory<byte>? expected) =>
        current is null || expected is null
            ? current is null && expected is null
            : expected.Value.Span.SequenceEqual(current) || RecordDelta.HaveSameMembers(current, expected.Value.Span);
}
