using OpsLog.Core.Errors;

namespace OpsLog.Core.Store.Writing;

/// <summary>Whether a store object is open, has failed or is closed. Used from any thread.</summary>
/// <param name="location">The store's directory or address, for messages.</param>
internal sealed class StoreCondition(string location)
{
    private Exception? _failure;
    private volatile bool _isClosed;
    private volatile bool _isReported;

    /// <summary>The store's directory or address.</summary>
    public string Location => location;

    /// <summary>Whether the store is open, failed or not.</summary>
    public bool IsOpen => !_isClosed;

    /// <summary>Whether a write has failed, so that the store takes no more.</summary>
    public bool HasFailed => Volatile.Read(ref _failure) is not null;

    /// <summary>Whether a caller got the error, so that closing need not report it again.</summary>
    public bool IsFailureReported => HasFailed && _isReported;

    /// <summary>Closes the store for calls.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Notes that a write failed. The first cause stays.</summary>
    public void Fail(Exception cause) => Interlocked.CompareExchange(ref _failure, cause, null);

    /// <summary>
    /// The error for a failed write, for the caller that gets it. A background commit fails without a caller: the next
    /// call that writes reports it, or closing does.
    /// </summary>
    public StoreFailedException Report(Exception cause)
    {
        _isReported = true;
        return new StoreFailedException(location, cause);
    }

    /// <summary>The same, for a cause that was not noted yet.</summary>
    public StoreFailedException FailAndReport(Exception cause)
    {
        Fail(cause);
        return Report(cause);
    }

    /// <exception cref="StoreClosedException">The store is closed.</exception>
    public void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new StoreClosedException(location);
        }
    }

    /// <exception cref="StoreFailedException">A write has failed.</exception>
    public void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } cause)
        {
            throw Report(cause);
        }
    }
}
