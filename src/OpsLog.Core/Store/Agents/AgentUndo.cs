using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Locks;
using OpsLog.Core.Store.Undo;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Agents;

/// <summary>
/// Undo by an agent: an inverse cancels its own last step. The inverse comes right behind the step in the total order, so
/// what others wrote later stays in place.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="state">The state.</param>
/// <param name="pipeline">Writes the inverse.</param>
/// <param name="refresh">Knows what was written again, which undo passes over.</param>
/// <param name="seat">The agent.</param>
/// <param name="preparation">What comes before the undo.</param>
internal sealed class AgentUndo(
    IStorageBackend backend, WritableState state, WritePipeline pipeline, AgentRefresh refresh, AgentSeat seat, UndoPreparation preparation)
{
    private readonly UndoableSteps _steps = new(backend);

    /// <summary>The steps of this agent that can be undone, the last one first.</summary>
    public IEnumerable<UndoableStep> Find() =>
        _steps.Find(StoreFiles.LogsOf(backend, seat.Agent, state.LogName), state.End.Offset, refresh.WrittenAgain);

    /// <summary>Undoes the last step of this agent and returns its operations; none where there is nothing to undo.</summary>
    /// <exception cref="UndoException">The step can't be undone: the log or the state is not what it left.</exception>
    public IReadOnlyList<LoggedOperation> Undo(StoreTurn turn)
    {
        if (Find().FirstOrDefault() is not { } step)
        {
            return [];
        }

        AgentNames agents = state.AgentsOf(turn);
        int self = agents.NumberOf(seat.IdBytes);
        Dictionary<string, StampedRecord> placed = new(StringComparer.Ordinal);
        List<StagedOperation> inverse = [];
        foreach (LoggedOperation operation in step.Operations.Reverse())
        {
            byte[] id = JsonText.Encode(operation.Id);
            byte[]? before = operation.Before?.ToArray();
            StampedRecord? current = placed.TryGetValue(operation.Id, out StampedRecord staged) ? staged : state.GetStamped(id);
            Stamp stamp = PlaceOfInverse(current, operation, self);
            if (current is null || agents.Compare(stamp, current.Value.Stamp) > 0)
            {
                // Where another writer wrote the record in between, it stays as that one left it.
                placed[operation.Id] = new StampedRecord(stamp, before);
            }

            inverse.Add(new StagedOperation(id, before, new UndoneOperation(operation.After?.ToArray(), IsNew(stamp) ? 0 : stamp.Clock, stamp.Rank)));
        }

        preparation.Write(turn, step, () => pipeline.WriteStep(turn, inverse));
        _steps.NoteUndone(state.LogName, state.End.Offset, step);
        return step.Operations;
    }

    /// <summary>
    /// Where in the order the inverse goes: right behind the operation. Where this agent wrote the record again later,
    /// and by undoing that put back what this operation left, it goes right behind that. An operation that the horizon has
    /// passed has no such place any more: what its inverse has to lose against there may be forgotten. Where the record is
    /// as the operation left it, by its stamp, nothing has to be remembered, and the inverse is written as a new operation.
    /// Where another writer wrote the record in between, the inverse goes behind the operation and has no effect.
    /// </summary>
    private Stamp PlaceOfInverse(StampedRecord? current, LoggedOperation operation, int self)
    {
        if (operation.Clock is not { } clock || (clock <= state.Horizon && current is null or { Stamp.Clock: 0 }))
        {
            throw new UndoException(
                backend.Location,
                operation.Log,
                operation.Offset,
                $"the store no longer knows which agent wrote record '{operation.Id}' last, because a compaction removed this information. To restore the old value, set the record to the Before value from Get-OpsLogOperation");
        }

        if (current is not { } now || now.Stamp.Agent != self || now.Stamp.Clock < clock || !UndoableSteps.AreSame(now.Value, operation.After))
        {
            return new Stamp(clock, self, 1);
        }

        if (clock <= state.Horizon)
        {
            return new Stamp(state.Clock + 1, self, 1);
        }

        return now.Stamp.Rank < int.MaxValue
            ? now.Stamp with { Rank = now.Stamp.Rank + 1 }
            : throw new UndoException(backend.Location, operation.Log, operation.Offset, $"record '{operation.Id}' has reached the maximum number of undos. Set the record to the value that you need");
    }

    /// <summary>Whether a place is behind everything so far, where the next new operation goes.</summary>
    private bool IsNew(Stamp place) => place.Clock > state.Clock;
}
