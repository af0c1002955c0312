using OpsLog.Core.Errors;

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
        List<string> logs = StoreFiles.Logs(_backend, active);
        return Stream(logs, active, end, filter ?? new OperationFilter());
    }

    private IEnumerable<LoggedOperation> Stream(List<string> logs, string active, long end, OperationFilter filter)
    {
        foreach (string log in logs)
        {
            IEnumerator<LoggedOperation> operations;
            try
            {
                operations = HistoryReader.Read(_backend, log, log == active ? end : null, filter).GetEnumerator();
                if (!operations.MoveNext())
                {
                    continue;
                }
            }
            catch (ObjectNotFoundException) when (log != active)
            {
                // Pruned between the listing and now.
                continue;
            }

            using (operations)
            {
                do
                {
                    yield return operations.Current;
                }
                while (operations.MoveNext());
            }
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
            name = _manifest.ActiveOps;
            if (_log is null || _failure is not null)
            {
                return (name, _log?.Position ?? _wholeLength);
            }

            position = _log.Position;
        }

        Commit(position);
        return (name, position);
    }
}
