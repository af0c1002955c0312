namespace OpsLog.Core.Store.Writing;

/// <summary>
/// Lets writers wait for one another, so that a group of them shares one commit: until the group is full, or the first
/// of them has waited for the whole delay.
/// </summary>
/// <param name="size">How many operations make a group full.</param>
/// <param name="delay">How long an operation waits at most.</param>
internal sealed class GroupCommit(int size, TimeSpan delay)
{
    private readonly object _gate = new();
    private Group _open = new();

    /// <summary>Waits until the caller's group is to be committed. A cancelled caller does not wait, and takes its group along.</summary>
    /// <param name="isCommitted">Whether there is nothing to wait for any more: another caller has committed it.</param>
    /// <param name="cancellation">Ends the wait of the whole group.</param>
    public void Await(Func<bool> isCommitted, CancellationToken cancellation)
    {
        long deadline = Environment.TickCount64 + (long)delay.TotalMilliseconds;
        using CancellationTokenRegistration release = cancellation.Register(Release);
        lock (_gate)
        {
            // Under the lock: a log that ended before this has released its group already.
            if (isCommitted())
            {
                return;
            }

            Group group = _open;
            group.Count++;
            if (group.Count >= size || cancellation.IsCancellationRequested)
            {
                ReleaseOpen();
            }

            while (!group.IsDue)
            {
                long left = deadline - Environment.TickCount64;
                if (left <= 0)
                {
                    ReleaseOpen();
                }
                else
                {
                    Monitor.Wait(_gate, (int)Math.Min(left, int.MaxValue));
                }
            }
        }
    }

    /// <summary>Ends the wait of all that wait now.</summary>
    public void Release()
    {
        lock (_gate)
        {
            ReleaseOpen();
        }
    }

    private void ReleaseOpen()
    {
        _open.IsDue = true;
        _open = new Group();
        Monitor.PulseAll(_gate);
    }

    private sealed class Group
    {
        public int Count { get; set; }

        public bool IsDue { get; set; }
    }
}
