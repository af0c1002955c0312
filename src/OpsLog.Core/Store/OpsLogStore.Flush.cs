using OpsLog.Core.Errors;
using OpsLog.Core.Log;

namespace OpsLog.Core.Store;

/// <content>Acknowledging: how long a caller waits, by the write mode.</content>
public sealed partial class OpsLogStore
{
    /// <summary>Beyond this much waiting in memory a writer takes it to the log itself, whatever the mode.</summary>
    private const int MostWaitingBytes = 4 * 1024 * 1024;

    private Timer? _flushTimer;
    private long _groupEnd;
    private int _groupCount;

    /// <summary>Makes everything written so far survive a power cut, whatever the write mode and durability.</summary>
    /// <exception cref="StoreFailedException">The write failed, or an earlier one did.</exception>
    public void Flush()
    {
        long position;
        lock (_state)
        {
            EnterWrite();
            position = _log!.Position;
        }

        Commit(position, toDisk: true, find: true);
    }

    /// <summary>Waits for a position as the write mode says, then takes a checkpoint if one is due.</summary>
    internal void Acknowledge(long position)
    {
        switch (_options.WriteMode)
        {
            case WriteMode.Immediate:
                Commit(position);
                break;
            case WriteMode.Group:
                WaitForGroup(position);
                break;
            case WriteMode.Async:
                FlushLater(position);
                break;
        }

        CheckpointIfDue();
    }

    /// <summary>Takes what waits to the log if it has grown large; for runs of writes that are acknowledged later.</summary>
    internal void FlushIfLarge(long position)
    {
        bool large;
        lock (_state)
        {
            large = _log is { WaitingBytes: > MostWaitingBytes };
        }

        if (large)
        {
            Commit(position);
            CheckpointIfDue();
        }
    }

    /// <summary>
    /// Waits until a position is acknowledged, whatever the write mode. With <paramref name="find"/> it also makes sure
    /// that what was acknowledged earlier can still be found under the log's name.
    /// </summary>
    internal void Commit(long position, bool toDisk = false, bool find = false)
    {
        LogWriter log = _log!;
        try
        {
            log.Commit(position, toDisk);
            if (find)
            {
                log.ThrowIfLost();
            }
        }
        catch (LogWriteException failed)
        {
            throw Failed(failed.InnerException!);
        }
        catch (ObjectDisposedException)
        {
            throw new StoreClosedException(Location);
        }
    }

    private void CommitAll(bool toDisk = false)
    {
        long position;
        lock (_state)
        {
            if (_failure is not null)
            {
                throw Failed(_failure);
            }

            position = _log!.Position;
        }

        Commit(position, toDisk, find: true);
    }

    private void WaitForGroup(long position)
    {
        long deadline = Environment.TickCount64 + (long)_options.GroupDelay.TotalMilliseconds;
        lock (_state)
        {
            LogWriter? log = _log;
            _groupCount++;
            if (_groupCount >= _options.GroupSize)
            {
                // Threads need not come here in the order of their positions.
                _groupEnd = _log!.Position;
                _groupCount = 0;
                Monitor.PulseAll(_state);
            }

            // A checkpoint that comes in between commits all that is in the log before it begins another one.
            while (_groupEnd < position && _log == log && _failure is null && Environment.TickCount64 < deadline)
            {
                Monitor.Wait(_state, (int)Math.Max(1, deadline - Environment.TickCount64));
            }

            if (_log != log)
            {
                return;
            }

            if (_groupEnd < position)
            {
                // The first whose time is up takes everybody along.
                _groupEnd = _log!.Position;
                _groupCount = 0;
                Monitor.PulseAll(_state);
            }
        }

        Commit(position);
    }

    private void FlushLater(long position)
    {
        bool due;
        lock (_state)
        {
            _flushTimer ??= new Timer(FlushInBackground);
            due = ++_groupCount >= _options.GroupSize;
            if (due || _groupCount == 1)
            {
                _flushTimer.Change(due ? TimeSpan.Zero : _options.GroupDelay, Timeout.InfiniteTimeSpan);
            }

            _groupCount = due ? 0 : _groupCount;
        }

        FlushIfLarge(position);
    }

    private void FlushInBackground(object? timer)
    {
        long position;
        lock (_state)
        {
            if (_closed || _failure is not null)
            {
                return;
            }

            _groupCount = 0;
            position = _log!.Position;
        }

        try
        {
            _log!.Commit(position);
        }
        catch (Exception e) when (e is LogWriteException or ObjectDisposedException)
        {
            // Remembered by the store, and told to the next caller that writes, flushes or closes; or closed by now.
        }
    }
}
