using OpsLog.Core.Errors;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Past;

/// <summary>Goes back from the records of now to those of an earlier moment.</summary>
/// <param name="backend">Where the store is.</param>
/// <param name="state">The records of now.</param>
/// <param name="indexes">Where operations are in the logs.</param>
internal sealed class HistoryRewind(IStorageBackend backend, StoreState state, LogIndexes indexes)
{
    /// <summary>The records of a moment.</summary>
    /// <param name="turn">The turn: meanwhile, nothing is written and no log becomes shorter.</param>
    /// <param name="point">The moment.</param>
    /// <param name="own">The log that this store object writes, or for a reader that of the single writer.</param>
    /// <param name="end">How far that one is in the state, in bytes. It is committed.</param>
    /// <exception cref="HistoryException">They can't be shown.</exception>
    public PastRecords Run(StoreTurn turn, HistoryPoint point, string own, long end)
    {
        PastLogs logs = PastLogs.Find(backend, state.Manifest, state.LogsOf(turn).Cursors, own, end);
        bool isEarly = point.Time < logs.Earliest;
        ThrowIf(isEarly && !logs.IsWhole, point, logs);
        RecordTable table = state.Fork();
        PastRecords current = new(table.Fork(), null, []);
        IReadOnlyCollection<string> changed = logs.HasAgents
            ? new AgentsRewind(backend, logs, indexes, turn.Cancellation).Run(table, point)
            : new WriterRewind(backend, logs, turn.Cancellation).Run(table, point);

        // Before the first log of a store, there were no records.
        ThrowIf(isEarly && table.Count > 0, point, logs);
        return new PastRecords(table, current, changed);
    }

    private void ThrowIf(bool isNotKept, HistoryPoint point, PastLogs logs)
    {
        if (isNotKept)
        {
            throw HistoryException.NotKept(backend.Location, point.ToString(), logs.Earliest);
        }
    }
}
