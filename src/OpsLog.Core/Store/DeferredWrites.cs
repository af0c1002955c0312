namespace OpsLog.Core.Store;

/// <summary>
/// A run of writes with one acknowledgement at its end. Disposing of it acknowledges too: what was written counts,
/// however the run ended.
/// </summary>
public sealed class DeferredWrites : IRecordWriter, IDisposable
{
    private readonly OpsLogStore _store;
    private long _position;
    private bool _pending;

    internal DeferredWrites(OpsLogStore store) => _store = store;

    /// <inheritdoc/>
    public void Set(string id, ReadOnlySpan<byte> json) => Add(_store.AppendSet(id, json));

    /// <inheritdoc/>
    public void Merge(string id, ReadOnlySpan<byte> json, bool ignoreCase = false) => Add(_store.AppendMerge(id, json, ignoreCase));

    /// <inheritdoc/>
    public void Delete(string id) => Add(_store.AppendDelete(id));

    /// <summary>Waits until all writes so far are acknowledged as the store was opened for.</summary>
    /// <exception cref="Errors.StoreFailedException">They could not be written, and are not in memory either.</exception>
    public void Complete()
    {
        if (_pending)
        {
            _pending = false;
            _store.Acknowledge(_position);
        }
    }

    /// <inheritdoc cref="Complete"/>
    public void Dispose() => Complete();

    private void Add(long position)
    {
        _position = position;
        _pending = true;
        _store.FlushIfLarge(position);
    }
}
