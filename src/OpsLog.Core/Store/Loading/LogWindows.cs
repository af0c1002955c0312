using OpsLog.Core.Log;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Loading;

/// <summary>
/// Reads a log part by part. Of a large log, another thread reads and examines the next part while the caller applies the
/// last one, because the one takes as long as the other.
/// </summary>
/// <param name="source">The log. While this is not disposed of, nothing else may read it.</param>
/// <param name="end">Where to end.</param>
/// <param name="size">The size of a part. With fewer bytes behind a part, another thread is not worth its start.</param>
internal sealed class LogWindows(IObjectReader source, long end, int size = LogWindows.WindowSize) : IDisposable
{
    /// <summary>The size of a part, unless a step is larger.</summary>
    public const int WindowSize = 4 * 1024 * 1024;

    private Task<LogWindow>? _next;
    private long _nextFrom;
    private long _nextTo;

    /// <summary>The part between two offsets. Disposing of it is up to the caller.</summary>
    public LogWindow Take(long from, long to)
    {
        LogWindow window = TakeNext(from, to) ?? LogWindow.Load(source, from, to, examine: false);
        if (end - to >= size && Environment.ProcessorCount > 1 && window.StepsEnd is var next && next > from)
        {
            _nextFrom = next;
            _nextTo = Math.Min(end, next + size);
            _next = Task.Run(() => LogWindow.Load(source, _nextFrom, _nextTo, examine: true));
        }

        return window;
    }

    /// <summary>Waits for the other thread.</summary>
    public void Dispose()
    {
        if (_next is not null)
        {
            // A failure of a part that is not requested any more is no failure.
            ((IAsyncResult)_next).AsyncWaitHandle.WaitOne();
            if (_next.Exception is null)
            {
                _next.Result.Dispose();
            }

            _next = null;
        }
    }

    private LogWindow? TakeNext(long from, long to)
    {
        if (_next is null || _nextFrom != from || _nextTo != to)
        {
            Dispose();
            return null;
        }

        // An exception of the read is thrown here.
        Task<LogWindow> next = _next;
        _next = null;
        return next.GetAwaiter().GetResult();
    }
}
