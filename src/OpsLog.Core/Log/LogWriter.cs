using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Log;

/// <summary>
/// Takes composed lines to the log so that many callers share one append and one flush. Lines are added to
/// <see cref="Lines"/> under the store's lock; whoever waits in <see cref="Commit"/> first takes all of them to the
/// disk, outside of that lock, and the others find theirs done.
/// </summary>
/// <remarks>
/// Positions count bytes since the log was begun, so a caller whose line ends at a position waits for just that.
/// </remarks>
internal sealed class LogWriter : IDisposable
{
    private readonly object _io = new();
    private readonly object _state;
    private readonly IAppendLog _log;
    private readonly bool _flush;
    private ByteBuffer _filling = new(64 * 1024);
    private ByteBuffer _writing = new(64 * 1024);
    private long _taken;
    private long _acknowledged;
    private long _durable;
    private bool _isDisposed;
    private Exception? _failure;

    /// <summary>
    /// Writes to <paramref name="log"/>; <paramref name="state"/> is the lock that guards <see cref="Lines"/>, and
    /// <paramref name="flush"/> says whether an acknowledgement waits for the disk.
    /// </summary>
    public LogWriter(IAppendLog log, object state, bool flush)
    {
        _log = log;
        _state = state;
        _flush = flush;
        _taken = log.Length;
        _acknowledged = log.Length;
    }

    /// <summary>Called under the store's lock when lines up to a position are acknowledged.</summary>
    public required Action<long> Acknowledged { get; init; }

    /// <summary>Called under the store's lock when a write failed, with its cause; nothing unacknowledged stays.</summary>
    public required Action<Exception> Failed { get; init; }

    /// <summary>
    /// Whether a failed write leaves in the log what it may have brought there: others may have read whole lines of it
    /// already, and go by a log that only grows.
    /// </summary>
    public bool OnlyGrows { get; init; }

    /// <summary>Lines not yet taken to the log; used under the store's lock.</summary>
    public ByteBuffer Lines => _filling;

    /// <summary>Where the last line added ends; used under the store's lock.</summary>
    public long Position => _taken + _filling.Length;

    /// <summary>
    /// Adds an empty line before the log is superseded; used under the store's lock. It can't be appended where another
    /// process has taken the log over. Where that process is this one, the one before can't append to a log any more that
    /// will not be read.
    /// </summary>
    public void Fence() => _filling.Append("\n"u8);

    /// <summary>How much waits to be taken, in bytes; used under the store's lock.</summary>
    public int WaitingBytes => _filling.Length;

    /// <summary>Whether the log can be cut.</summary>
    public bool CanTruncate => _log.CanTruncate;

    /// <summary>
    /// Returns once everything up to a position is acknowledged as durably as the writer was made for, or, with
    /// <paramref name="toDisk"/>, survives a power cut.
    /// </summary>
    /// <exception cref="LogWriteException">This or an earlier write failed; <see cref="Failed"/> has been called.</exception>
    /// <exception cref="ObjectDisposedException">The writer was closed before it came to that.</exception>
    public void Commit(long position, bool toDisk = false)
    {
        if (!toDisk && Volatile.Read(ref _acknowledged) >= position)
        {
            return;
        }

        lock (_io)
        {
            if (_failure is not null)
            {
                throw new LogWriteException(_failure);
            }

            if ((toDisk ? _durable : _acknowledged) >= position)
            {
                return;
            }

            ObjectDisposedException.ThrowIf(_isDisposed, this);

            long end;
            lock (_state)
            {
                (_filling, _writing) = (_writing, _filling);
                _taken += _writing.Length;
                end = _taken;
            }

            Write(end, toDisk);
        }
    }

    /// <summary>
    /// Fails as a write would where the log can't be found under its name any more. After <see cref="Dispose"/> it does
    /// nothing: a later log or the close has taken over.
    /// </summary>
    /// <exception cref="LogWriteException">It is lost, or an earlier write failed; <see cref="Failed"/> has been called.</exception>
    public void ThrowIfLost()
    {
        lock (_io)
        {
            if (_failure is not null)
            {
                throw new LogWriteException(_failure);
            }

            if (_isDisposed)
            {
                return;
            }

            try
            {
                _log.ThrowIfLost();
            }
            catch (Exception cause)
            {
                throw Fail(cause);
            }
        }
    }

    /// <summary>
    /// Cuts the log to a position. The caller has committed and keeps others from writing. <paramref name="taken"/> is
    /// called under the store's lock as the position changes, so that no reader sees the one without the other.
    /// </summary>
    public void Truncate(long position, Action taken)
    {
        lock (_io)
        {
            _log.Truncate(position);
            lock (_state)
            {
                _taken = position;
                _acknowledged = position;
                _durable = position;
                taken();
            }
        }
    }

    /// <summary>Closes the log. Whoever still waits for what it holds finds it committed, or is told.</summary>
    public void Dispose()
    {
        lock (_io)
        {
            _isDisposed = true;
            _log.Dispose();
            _filling.Dispose();
            _writing.Dispose();
        }
    }

    private void Write(long end, bool toDisk)
    {
        try
        {
            if (_writing.Length > 0)
            {
                _log.Append(_writing.Span);
            }

            if (_flush || toDisk)
            {
                _log.Flush();
            }
        }
        catch (Exception cause)
        {
            throw Fail(cause);
        }
        finally
        {
            _writing.Clear();
        }

        lock (_state)
        {
            _durable = _flush || toDisk ? end : _durable;
            Volatile.Write(ref _acknowledged, end);

            Acknowledged(end);
        }
    }

    /// <summary>
    /// Takes back what is not acknowledged. Whatever a backend throws: after it the content of the disk is unknown, so
    /// nothing more may be written.
    /// </summary>
    private LogWriteException Fail(Exception cause)
    {
        _failure = cause;
        CutUnacknowledged();
        lock (_state)
        {
            _filling.Clear();
            _taken = _acknowledged;
            Failed(cause);
        }

        return new LogWriteException(cause);
    }

    /// <summary>
    /// What was not acknowledged goes from the log as it goes from memory. Where even that fails, the repair at the
    /// next opening takes the torn end away; whole lines may then come back, which an error does not rule out.
    /// </summary>
    private void CutUnacknowledged()
    {
        try
        {
            if (_log.CanTruncate && !OnlyGrows)
            {
                _log.Truncate(_acknowledged);
            }
        }
        catch (Exception)
        {
            // The first cause is the one to report, and the store must hear of it whatever comes second.
        }
    }
}
