using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store.Reading;

/// <summary>The logs as an audit trail: kept logs and the active one.</summary>
internal static class StoreHistory
{
    /// <summary>Streams operations, oldest first.</summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="active">The log that is written, or for a reader the single writers' log.</param>
    /// <param name="end">How far that log is read, in bytes.</param>
    /// <param name="isShared">Whether agents have written.</param>
    /// <param name="filter">Which operations.</param>
    public static IEnumerable<LoggedOperation> Read(IStorageBackend backend, string active, long end, bool isShared, OperationFilter filter)
    {
        List<string> logs = isShared ? StoreFiles.AllLogs(backend) : StoreFiles.Logs(backend, active);
        IEnumerable<LoggedOperation>[] streams = [.. logs.Select(log => Stream(backend, log, log == active ? end : null, filter))];
        return logs.Exists(log => StoreLayout.TryParseAgentLog(log, out _, out _))
            ? HistoryMerge.ByClock(streams)
            : streams.SelectMany(operations => operations);
    }

    private static IEnumerable<LoggedOperation> Stream(IStorageBackend backend, string log, long? end, OperationFilter filter)
    {
        IEnumerator<LoggedOperation> operations = HistoryReader.Read(backend, log, end, filter).GetEnumerator();
        using (operations)
        {
            while (TryMove(operations, isActive: end is not null))
            {
                yield return operations.Current;
            }
        }
    }

    private static bool TryMove(IEnumerator<LoggedOperation> operations, bool isActive)
    {
        try
        {
            return operations.MoveNext();
        }
        catch (ObjectNotFoundException) when (!isActive)
        {
            // Pruned between the listing and now.
            return false;
        }
    }
}
