using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store;

/// <summary>
/// The operations of others, each once: read by this feed, by another feed, or by a checkpoint.
/// Dispose of it to end it.
/// </summary>
public sealed class OperationFeed : IDisposable
{
    private readonly Func<CancellationToken, long> _refresh;
    private readonly Action<OperationFeed> _end;
    private readonly object _gate = new();
    private List<LoggedOperation> _pending = [];

    internal OperationFeed(Func<CancellationToken, long> refresh, Action<OperationFeed> end)
    {
        _refresh = refresh;
        _end = end;
    }

    /// <summary>
    /// Refreshes the store and returns what came since the last call, in the total order. Operations whose logs were removed
    /// before the call are missing; the store then has a warning of the kind <see cref="StoreWarningKind.UnreadOperations"/>.
    /// </summary>
    /// <exception cref="Errors.OpsLogException">As for <c>OpsLogStore.Refresh</c>.</exception>
    /// <exception cref="OperationCanceledException">The wait for another change of the store was cancelled.</exception>
    public IReadOnlyList<LoggedOperation> Take(CancellationToken cancellation = default)
    {
        _refresh(cancellation);
        lock (_gate)
        {
            List<LoggedOperation> operations = _pending;
            _pending = [];
            return HistoryMerge.InOrder(operations);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _end(this);

    internal void Add(IReadOnlyList<LoggedOperation> operations)
    {
        lock (_gate)
        {
            _pending.AddRange(operations);
        }
    }
}
