using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.State;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <content>
/// Undo by an agent: its own last step is cancelled by an inverse that stands right behind it in the total order, so
/// what others wrote later stays in place.
/// </content>
public sealed partial class OpsLogStore
{
    private IReadOnlyList<LoggedOperation> AppendOwnInverse()
    {
        List<LoggedOperation>? operations = FindLastStep();
        if (operations is null)
        {
            return [];
        }

        Dictionary<string, (Stamp Stamp, byte[]? Value)> placed = new(StringComparer.Ordinal);
        List<StagedOperation> inverse = [];
        for (int i = operations.Count - 1; i >= 0; i--)
        {
            LoggedOperation operation = operations[i];
            byte[] id = JsonText.Encode(operation.Id);
            byte[]? before = operation.Before?.ToArray();
            (Stamp Stamp, byte[]? Value)? current = placed.TryGetValue(operation.Id, out var staged) ? staged : CurrentOf(id);
            Stamp stamp = InversePlace(current, operation);
            placed[operation.Id] = (stamp, before);
            inverse.Add(new StagedOperation(id, before, new UndoneOperation(operation.After?.ToArray(), IsAnew(stamp) ? 0 : stamp.Clock, stamp.Rank)));
        }

        Commit(AppendStep(inverse, segment: null));
        return operations;
    }

    /// <summary>
    /// Where in the order the inverse goes: right behind the operation. Where this agent wrote the record again later,
    /// and by undoing that put back what this operation left, it goes right behind that. An operation that the horizon has
    /// passed has no such place any more: what its inverse has to lose against there may be forgotten. Where the record is
    /// as the operation left it, by its stamp, nothing has to be remembered, and the inverse is written as a new operation.
    /// Where another writer wrote the record since, the inverse goes behind the operation and has no effect.
    /// </summary>
    private Stamp InversePlace((Stamp Stamp, byte[]? Value)? current, LoggedOperation operation)
    {
        int self = _table.Agents.NumberOf(_seat!.IdBytes);
        if (operation.Clock is not { } clock || (clock <= _horizon && current is null or { Stamp.Clock: 0 }))
        {
            throw new UndoException(
                Location,
                operation.Log,
                operation.Offset,
                $"a compaction has removed the information which agent wrote record '{operation.Id}' last. Set the record to its value before the step, which Get-OpsLogOperation returns");
        }

        if (current is not { } now || now.Stamp.Agent != self || now.Stamp.Clock < clock || !Same(now.Value, operation.After))
        {
            return new Stamp(clock, self, 1);
        }

        if (clock <= _horizon)
        {
            return new Stamp(_clock + 1, self, 1);
        }

        return now.Stamp.Rank < int.MaxValue
            ? now.Stamp with { Rank = now.Stamp.Rank + 1 }
            : throw new UndoException(Location, operation.Log, operation.Offset, $"record '{operation.Id}' has reached the maximum number of undos. Set the record to the value you want");
    }

    /// <summary>Whether a place is behind everything so far, where the next new operation goes.</summary>
    private bool IsAnew(Stamp place) => place.Clock > _clock;

    private (Stamp Stamp, byte[]? Value)? CurrentOf(byte[] id)
    {
        lock (_state)
        {
            byte[]? value = _table.TryGet(id, out ReadOnlySpan<byte> found) ? found.ToArray() : null;
            return _table.TryGetStamp(id, out Stamp stamp) ? (stamp, value) : null;
        }
    }
}
