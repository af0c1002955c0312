using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store;

/// <summary>
/// The operations of others, each once, whoever refreshed the store: this feed, another one, or a checkpoint that had
/// to. Dispose of it to end it.
/// </summary>
public sealed class OperationFeed : IDisposable
{
    private readonly OpsLogStore _store;
    private readonly object _gate = new();
    private List<LoggedOperation> _pending = [];

    internal OperationFeed(OpsLogStore store) => _store = store;

    /// <summary>Refreshes the store and gives what came since the last call, in the order that counts.</summary>
    /// <exception cref="Errors.OpsLogException">As for <see cref="OpsLogStore.Refresh"/>.</exception>
    public IReadOnlyList<LoggedOperation> Take()
    {
        _store.Refresh();
        lock (_gate)
        {
            List<LoggedOperation> taken = _pending;
            _pending = [];
            return HistoryMerge.InOrder(taken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Unfollow(this);

    internal void Add(List<LoggedOperation> operations)
    {
        lock (_gate)
        {
            _pending.AddRange(operations);
        }
    }
}
