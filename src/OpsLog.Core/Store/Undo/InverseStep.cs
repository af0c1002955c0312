using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Undo;

/// <summary>The inverse of a step in the current state.</summary>
internal static class InverseStep
{
    /// <summary>The operations that take a step back, the last one first.</summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="state">The state.</param>
    /// <param name="step">The step.</param>
    /// <param name="marked">Whether they are marked as the undo of the last step.</param>
    /// <exception cref="UndoException">A record is not what the step left.</exception>
    public static List<StagedOperation> Of(IStorageBackend backend, StoreState state, UndoableStep step, bool marked)
    {
        Dictionary<string, byte[]?> changed = new(StringComparer.Ordinal);
        List<StagedOperation> inverse = [];
        foreach (LoggedOperation operation in step.Operations.Reverse())
        {
            byte[] id = JsonText.Encode(operation.Id);
            byte[]? current = changed.TryGetValue(operation.Id, out byte[]? staged) ? staged : state.Get(id);
            if (!UndoableSteps.AreSame(current, operation.After))
            {
                throw marked
                    ? new UndoException(backend.Location, operation.Log, operation.Offset, $"record '{operation.Id}' no longer has the value that this step wrote. Check the store with Test-OpsLogStore")
                    : UndoException.OfStep(backend.Location, operation.Log, operation.Offset, $"record '{operation.Id}' no longer has the value that this step wrote. Undo the later changes first, or set the record to the value that you need");
            }

            byte[]? before = operation.Before?.ToArray();
            changed[operation.Id] = before;
            inverse.Add(new StagedOperation(id, before, marked ? new UndoneOperation(current, 0, 1) : null));
        }

        return inverse;
    }
}
