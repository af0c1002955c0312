using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store;

/// <content>The log as an audit trail: kept logs and the active one.</content>
public sealed partial class OpsLogStore
{
    /// <summary>Everything the kept logs tell of one record, oldest first.</summary>
    public IEnumerable<LoggedOperation> GetHistory(string id) => GetOperations(new OperationFilter { Id = id });

    /// <summary>
    /// The operations of the kept logs and the active one, oldest first, streamed from the files; those written after
    /// the call are not among them.
    /// </summary>
    public IEnumerable<LoggedOperation> GetOperations(OperationFilter? filter = null)
    {
        (string active, long end) = CommittedLog();
        List<string> logs = _logs.IsShared ? StoreFiles.AllLogs(_backend) : StoreFiles.Logs(_backend, active);
        IEnumerable<LoggedOperation>[] streams = [.. logs.Select(log => Stream(log, log == active ? end : null, filter ?? new OperationFilter()))];
        return logs.Exists(log => StoreLayout.TryParseAgentLog(log, out _, out _))
            ? HistoryMerge.ByClock(streams)
            : streams.SelectMany(operations => operations);
    }

    private IEnumerable<LoggedOperation> Stream(string log, long? end, OperationFilter filter)
    {
        IEnumerator<LoggedOperation> operations = HistoryReader.Read(_backend, log, end, filter).GetEnumerator();
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

    /// <summary>Brings everything written into the active log and tells which that is and how far it is whole.</summary>
    private (string Name, long Length) CommittedLog()
    {
        string name;
        long position;
        lock (_state)
        {
            ThrowIfClosed();
            name = _log is null ? _manifest.ActiveOps : OwnLog;
            if (_log is null || _failure is not null)
            {
                return (name, _log?.Position ?? _logs[name].Offset);
            }

            position = _log.Position;
        }

        Commit(position);
        return (name, position);
    }
}
