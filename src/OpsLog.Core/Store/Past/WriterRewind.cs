using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Past;

/// <summary>
/// Reverts the operations of single writers, the last one first, up to a moment. Each contains the record before it, so
/// the cost depends on what was written after it.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="logs">The logs.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class WriterRewind(IStorageBackend backend, PastLogs logs, CancellationToken cancellation)
{
    /// <summary>Changes the records of now to those of a moment; returns the ids that it changed.</summary>
    /// <param name="table">The records.</param>
    /// <param name="point">The moment.</param>
    /// <exception cref="HistoryException">The logs do not contain that step, or do not lead to it.</exception>
    public IReadOnlyCollection<string> Run(RecordTable table, HistoryPoint point)
    {
        HashSet<string> changed = new(StringComparer.Ordinal);
        foreach (LoggedOperation operation in logs.All.Reverse().SelectMany(log => log.ReadNewestFirst(backend)))
        {
            if (operation.EndsStep)
            {
                cancellation.ThrowIfCancellationRequested();
                if (point.Includes(operation))
                {
                    return changed;
                }
            }

            Revert(table, operation);
            changed.Add(operation.Id);
        }

        return point.Step is null ? changed : throw HistoryException.NoStep(backend.Location, point.ToString());
    }

    private void Revert(RecordTable table, LoggedOperation operation)
    {
        byte[] id = JsonText.Encode(operation.Id);
        bool exists = table.TryGet(id, out ReadOnlySpan<byte> value);
        bool isAsLeft = operation.After is { } after ? exists && RecordJson.AreEqual(value, after.Span) : !exists;
        if (operation.IsBeforeUnknown || !isAsLeft)
        {
            throw HistoryException.Contradictory(
                backend.Location,
                operation.Log,
                operation.Offset,
                isAsLeft ? $"the operation does not say what record '{operation.Id}' was before it" : $"record '{operation.Id}' is not what the operation left");
        }

        if (operation.Before is { } before)
        {
            table.Set(id, before.Span);
        }
        else
        {
            table.TryRemove(id, out _);
        }
    }
}
