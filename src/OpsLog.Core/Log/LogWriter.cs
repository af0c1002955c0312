using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Log;

/// <summary>
/// Writes composed lines to the log so that many callers share one append and one flush. The first caller that waits in
/// <see cref="Commit"/> writes all lines that were added; the others find theirs written.
/// </summary>
/// <remarks>
/// Offsets count bytes from the beginning of the log. Two locks, in this order: the I/O lock, held while the disk is
/// written, and the lock of the lines, held while lines are composed. Between them the owner's lock is taken. The turn to
/// flush comes before them.
/// </remarks>
internal sealed class LogWriter : IDisposable
{
    private readonly object _io = new();
    private readonly object _lines = new();
    private readonly FlushTurn _turn = new();
    private readonly IAppendLog _log;
    private readonly ILogOwner _owner;
    private readonly bool _flush;
    private ByteBuffer _filling = new(64 * 1024);
    private ByteBuffer _writing = new(64 * 1024);
    private long _submitted;
    private long _durable;
    private bool _isDisposed;
    private Exception? _failure;

    /// <summary>
    /// Writes to <paramref name="log"/>; <paramref name="flush"/> says whether an acknowledgement waits for the disk.
    /// </summary>
    public LogWriter(IAppendLog log, ILogOwner owner, bool flush)
    {
        _log = log;
        _owner = owner;
        _flush = flush;
        _submitted = _turn.Acknowledged = log.Length;
    }

    /// <summary>
    /// Whether a failed write leaves in the log what it may have brought there: others may have read whole lines of it
    /// already, and rely on a log that only grows.
    /// </summary>
    public bool OnlyGrows { get; init; }

    /// <summary>The offset behind the last line added.</summary>
    public long EndOffset
    {
        get
        {
            lock (_lines)
            {
                return _submitted + _filling.Length;
            }
        }
    }

    /// <summary>The offset up to which everything is acknowledged.</summary>
    public long AcknowledgedOffset => _turn.Acknowledged;

    /// <summary>How many bytes wait to be written.</summary>
    public int WaitingBytes
    {
        get
        {
            lock (_lines)
            {
                return _filling.Length;
            }
        }
    }

    /// <summary>Whether the log can be cut.</summary>
    public bool CanTruncate => _log.CanTruncate;

    /// <summary>
    /// Begins a step: until it is disposed of, no other lines are added and none of these are written.
    /// </summary>
    public LogStepScope BeginStep() => new(this);

    /// <summary>
    /// Adds an empty line before the log is superseded. It can't be appended where another process writes to the log now.
    /// Where that process is this one, the process before can't append any more to a log that will not be read.
    /// </summary>
    public void Fence()
    {
        using LogStepScope step = BeginStep();
        step.Lines.Append("\n"u8);
    }

    /// <summary>
    /// Returns once everything up to an offset is acknowledged as durably as the writer was made for, or, with
    /// <paramref name="toDisk"/>, survives a power cut.
    /// </summary>
    /// <exception cref="LogWriteException">This or an earlier write failed; the owner was informed.</exception>
    /// <exception cref="ObjectDisposedException">The writer was closed before that.</exception>
    public void Commit(long offset, bool toDisk = false)
    {
        using FlushTurn.Scope turn = toDisk ? default : _turn.Enter(offset, isShared: _flush);
        if (turn.IsAcknowledged)
        {
            return;
        }

        lock (_io)
        {
            // Another caller may have written these lines before a later write failed.
            if (toDisk ? _failure is null && _durable >= offset : AcknowledgedOffset >= offset)
            {
                return;
            }

            ThrowIfFailed();
            ObjectDisposedException.ThrowIf(_isDisposed, this);

            long end;
            lock (_lines)
            {
                (_filling, _writing) = (_writing, _filling);
                _submitted += _writing.Length;
                end = _submitted;
            }

            Write(end, toDisk);
        }
    }

    /// <summary>
    /// Fails as a write would where the log can't be found under its name any more. After <see cref="Dispose"/> it does
    /// nothing: a later log or the close has taken over.
    /// </summary>
    /// <exception cref="LogWriteException">It is lost, or an earlier write failed; the owner was informed.</exception>
    public void ThrowIfLost()
    {
        lock (_io)
        {
            ThrowIfFailed();
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
    /// Cuts the log to an offset. The caller has committed everything and holds the turn, so nothing is appended.
    /// <paramref name="removed"/> is called before another caller can write, with what moves the end of the log back: no
    /// reader of the state may see the one change without the other.
    /// </summary>
    public void Truncate(long offset, Action<Action> removed)
    {
        lock (_io)
        {
            _log.Truncate(offset);
            removed(() => MoveEnd(offset));
        }
    }

    /// <summary>Closes the log. A caller that still waits finds its lines committed, or gets an error.</summary>
    public void Dispose()
    {
        lock (_io)
        {
            lock (_lines)
            {
                _isDisposed = true;
                _filling.Dispose();
                _writing.Dispose();
            }

            _log.Dispose();
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw new LogWriteException(_failure);
        }
    }

    private void Write(long end, bool toDisk)
    {
        bool isDurable = _flush || toDisk;
        try
        {
            if (_writing.Length > 0)
            {
                _log.Append(_writing.Span);
            }

            if (isDurable)
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

        _durable = isDurable ? end : _durable;
        _turn.Acknowledged = end;
        _owner.Acknowledged(end);
    }

    /// <summary>
    /// Has the owner revert what is not acknowledged. After any exception of a backend the content of the disk is unknown,
    /// so nothing more may be written.
    /// </summary>
    private LogWriteException Fail(Exception cause)
    {
        _failure = cause;
        CutUnacknowledged();
        _owner.Failed(cause, DiscardWaiting);
        return new LogWriteException(cause);
    }

    private void MoveEnd(long offset)
    {
        lock (_lines)
        {
            _submitted = offset;
            _durable = offset;
            _turn.Acknowledged = offset;
        }
    }

    private void DiscardWaiting()
    {
        lock (_lines)
        {
            _filling.Clear();
            _submitted = AcknowledgedOffset;
        }
    }

    /// <summary>
    /// What was not acknowledged is removed from the log as it is from memory. Where even that fails, the repair at the
    /// next opening removes the torn end; whole lines may then come back, which an error does not rule out.
    /// </summary>
    private void CutUnacknowledged()
    {
        try
        {
            if (_log.CanTruncate && !OnlyGrows)
            {
                _log.Truncate(AcknowledgedOffset);
            }
        }
        catch (Exception)
        {
            // The first cause is reported; a second failure must not prevent that.
        }
    }

    /// <summary>The right to add lines, held by one caller at a time.</summary>
    internal readonly ref struct LogStepScope
    {
        private readonly LogWriter _writer;
        private readonly int _start;

        public LogStepScope(LogWriter writer)
        {
            _writer = writer;
            Monitor.Enter(writer._lines);
            _start = writer._filling.Length;
        }

        /// <summary>Where lines are composed.</summary>
        public ByteBuffer Lines => _writer._filling;

        /// <summary>How many bytes the step has so far.</summary>
        public int Length => _writer._filling.Length - _start;

        /// <summary>The offset behind the last line.</summary>
        public long EndOffset => _writer._submitted + _writer._filling.Length;

        /// <summary>Removes the lines of the step.</summary>
        public void Discard() => _writer._filling.Truncate(_start);

        public void Dispose() => Monitor.Exit(_writer._lines);
    }
}
