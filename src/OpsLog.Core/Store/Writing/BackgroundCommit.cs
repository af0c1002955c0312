namespace OpsLog.Core.Store.Writing;

/// <summary>Commits for writers that do not wait: after so many operations, or so long after the first of them.</summary>
internal sealed class BackgroundCommit : IDisposable
{
    private readonly object _gate = new();
    private readonly int _size;
    private readonly TimeSpan _delay;
    private readonly Action _commit;
    private readonly Timer _timer;
    private int _count;

    /// <param name="size">How many operations make a commit due.</param>
    /// <param name="delay">How long an operation waits at most.</param>
    /// <param name="commit">Commits everything written so far, on a thread of the pool. Throws nothing.</param>
    public BackgroundCommit(int size, TimeSpan delay, Action commit)
    {
        _size = size;
        _delay = delay;
        _commit = commit;
        _timer = new Timer(Run);
    }

    /// <summary>Counts an operation that was written.</summary>
    public void Schedule()
    {
        lock (_gate)
        {
            _count++;
            if (_count >= _size)
            {
                _count = 0;
                _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
            else if (_count == 1)
            {
                _timer.Change(_delay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Run(object? timer)
    {
        lock (_gate)
        {
            _count = 0;
        }

        _commit();
    }
}
