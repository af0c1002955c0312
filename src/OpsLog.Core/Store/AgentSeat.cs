using System.Diagnostics;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store;

/// <summary>An agent's claim on its id: a lock of the backend's, which dies with its holder.</summary>
internal sealed class AgentSeat : IDisposable
{
    private static readonly TimeSpan s_retryEvery = TimeSpan.FromMilliseconds(10);

    private readonly IDisposable _lock;

    private AgentSeat(string agent, IDisposable taken)
    {
        Agent = agent;
        IdBytes = JsonText.Encode(agent);
        _lock = taken;
    }

    public string Agent { get; }

    /// <summary>The id as it stands on log lines.</summary>
    public byte[] IdBytes { get; }

    /// <summary>
    /// Takes the seat, trying again until the timeout; or until <paramref name="turnTimeout"/> where a compaction holds
    /// it, which does so for agents that are gone while it retires their logs.
    /// </summary>
    /// <exception cref="AgentLockedException">Somebody else has it still.</exception>
    public static AgentSeat Take(IStorageBackend backend, string agent, TimeSpan timeout, TimeSpan turnTimeout, CancellationToken cancellation)
    {
        byte[] self = LockHolderCodec.Write(LockHolder.Current());
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            LockAttempt attempt = backend.TryLock(StoreLayout.AgentLock(agent), self);
            if (attempt.Lock is not null)
            {
                return new AgentSeat(agent, attempt.Lock);
            }

            LockHolder? holder = attempt.Holder is null ? null : LockHolderCodec.Read(attempt.Holder);
            TimeSpan bound = holder?.IsCompacting == true && turnTimeout > timeout ? turnTimeout : timeout;
            if (Stopwatch.GetElapsedTime(began) >= bound)
            {
                throw new AgentLockedException(backend.Location, agent, holder);
            }

            cancellation.WaitHandle.WaitOne(s_retryEvery);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The locks of those agents that nobody holds; whoever opens as one of them waits until they are disposed of.</summary>
    public static Dictionary<string, IDisposable> TakeVacant(IStorageBackend backend, IEnumerable<string> agents)
    {
        byte[] self = LockHolderCodec.Write(LockHolder.Current() with { IsCompacting = true });
        Dictionary<string, IDisposable> vacant = new(StringComparer.Ordinal);
        try
        {
            foreach (string agent in agents)
            {
                if (backend.TryLock(StoreLayout.AgentLock(agent), self).Lock is { } taken)
                {
                    vacant.Add(agent, taken);
                }
            }
        }
        catch
        {
            foreach (IDisposable taken in vacant.Values)
            {
                taken.Dispose();
            }

            throw;
        }

        return vacant;
    }

    /// <summary>Who is live among agents, as far as it is known; null where none is.</summary>
    public static (string Agent, LockHolder? Holder)? FindLive(IStorageBackend backend, IEnumerable<string> agents)
    {
        byte[] self = LockHolderCodec.Write(LockHolder.Current() with { IsCompacting = true });
        foreach (string agent in agents)
        {
            LockAttempt attempt = backend.TryLock(StoreLayout.AgentLock(agent), self);
            if (attempt.Lock is null)
            {
                return (agent, attempt.Holder is null ? null : LockHolderCodec.Read(attempt.Holder));
            }

            attempt.Lock.Dispose();
        }

        return null;
    }

    public void Dispose() => _lock.Dispose();
}
