namespace OpsLog.Core.Store.Writing;

/// <summary>
/// The turn of one caller: until it is disposed of, nothing else writes to the store object, refreshes it or changes its
/// files. Readers go on. Methods that need it take it as an argument.
/// </summary>
internal sealed class StoreTurn : IDisposable
{
    private readonly Action<StoreTurn> _end;

    /// <param name="end">Ends the turn.</param>
    /// <param name="cancellation">Ends the waits of the call that holds the turn.</param>
    public StoreTurn(Action<StoreTurn> end, CancellationToken cancellation)
    {
        _end = end;
        Cancellation = cancellation;
    }

    /// <summary>Ends the waits of the call that holds the turn.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The thread that entered. Within a batch it must not wait for its own turn.</summary>
    public Thread Owner { get; } = Thread.CurrentThread;

    public void Dispose() => _end(this);
}
