using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Locks;

/// <summary>
/// An agent's claim on its id, and its share in the lock that keeps single writers out. Both are the backend's and die
/// with their holder.
/// </summary>
internal sealed class AgentSeat : IDisposable
{
    /// <summary>How long a holder may take to write who it is.</summary>
    private static readonly TimeSpan s_longestMark = TimeSpan.FromMilliseconds(100);

    private readonly IDisposable _lock;
    private readonly IDisposable _share;

    private AgentSeat(string agent, IDisposable acquired, IDisposable share)
    {
        Agent = agent;
        IdBytes = JsonText.Encode(agent);
        _lock = acquired;
        _share = share;
    }

    public string Agent { get; }

    /// <summary>The id as it is written on log lines.</summary>
    public byte[] IdBytes { get; }

    /// <summary>
    /// Acquires the seat, trying again until the timeout; or until <paramref name="turnTimeout"/> where a compaction holds
    /// it, which does so for agents that are gone while it retires their logs.
    /// </summary>
    /// <exception cref="AgentLockedException">Another process or store object has the id still.</exception>
    /// <exception cref="StoreLockedException">A single writer has the store still.</exception>
    public static AgentSeat Acquire(IStorageBackend backend, string agent, LockWait wait, TimeSpan turnTimeout)
    {
        IDisposable acquired = AcquireId(backend, agent, wait, turnTimeout);
        try
        {
            return new AgentSeat(agent, acquired, WriterLock.Share(backend, wait));
        }
        catch
        {
            acquired.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _share.Dispose();
        _lock.Dispose();
    }

    private static IDisposable AcquireId(IStorageBackend backend, string agent, LockWait wait, TimeSpan turnTimeout)
    {
        byte[] self = LockHolderCodec.Write(LockHolder.Current());
        while (true)
        {
            LockAttempt attempt = backend.TryLock(StoreLayout.AgentLock(agent), self);
            if (attempt.Lock is not null)
            {
                return attempt.Lock;
            }

            LockHolder? holder = ShownHolder.Read(attempt.Holder);
            TimeSpan bound = holder is null ? s_longestMark : holder.IsCompacting ? turnTimeout : TimeSpan.Zero;
            if (wait.IsOver(bound > wait.Timeout ? bound : wait.Timeout))
            {
                throw new AgentLockedException(backend.Location, agent, holder);
            }

            wait.Pause();
        }
    }
}
