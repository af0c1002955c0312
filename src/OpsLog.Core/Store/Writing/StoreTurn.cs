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

    /// <summary>Who makes the steps that are written in this turn, and why; null for the author of the store object.</summary>
    public StepNote? Note { get; set; }

    /// <summary>What the first line of each step contains that is written in this turn (<see cref="Model.StepHead"/>).</summary>
    public required byte[] StepHead { get; set; }

    /// <summary>The thread that entered. Within a batch it must not wait for its own turn.</summary>
    public Thread Owner { get; } = Thread.CurrentThread;

    public void Dispose() => _end(this);
}
