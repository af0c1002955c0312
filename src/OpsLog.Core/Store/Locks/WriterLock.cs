using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store.Locks;

/// <summary>
/// The lock by which single writers keep each other and agents out: a single writer holds it, agents share it. It is the
/// backend's and dies with its holder. Beside it a single writer puts the marker <c>.lock</c> for other programs.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    private readonly IDisposable _lock;
    private readonly WriterMarker _marker;

    private WriterLock(IDisposable acquired, WriterMarker marker)
    {
        _lock = acquired;
        _marker = marker;
    }

    /// <summary>Acquires the lock for a single writer, trying again until the timeout.</summary>
    /// <exception cref="StoreLockedException">Another writer or an agent has the store still.</exception>
    public static WriterLock Acquire(IStorageBackend backend, LockWait wait)
    {
        byte[] self = LockHolderCodec.Write(LockHolder.Current());
        while (true)
        {
            LockAttempt attempt = backend.TryLock(StoreLayout.WriterLock, self);
            LockHolder? holder = ShownHolder.Read(attempt.Holder);
            if (attempt.Lock is { } acquired && TryMark(backend, self, acquired, wait, out holder) is { } marker)
            {
                return new WriterLock(acquired, marker);
            }

            if (wait.IsOver(wait.Timeout))
            {
                throw holder is null && OtherAgents.FindLive(backend, StoreFiles.Agents(backend)) is { } live
                    ? Refusal(backend, live, wait)
                    : new StoreLockedException(backend.Location, holder, wait.Advice);
            }

            wait.Pause();
        }
    }

    /// <summary>Takes an agent's share, which keeps single writers out, trying again until the timeout.</summary>
    /// <exception cref="StoreLockedException">A single writer has the store still.</exception>
    public static IDisposable Share(IStorageBackend backend, LockWait wait)
    {
        while (true)
        {
            LockHolder? holder;
            if (backend.TryShareLock(StoreLayout.WriterLock) is { } share)
            {
                if (!IsMarked(backend, share, wait, out holder))
                {
                    return share;
                }
            }
            else
            {
                backend.IsLocked(StoreLayout.WriterLock, out byte[]? shown);
                holder = ShownHolder.Read(shown);
            }

            if (wait.IsOver(wait.Timeout))
            {
                throw new StoreLockedException(backend.Location, holder, wait.Advice);
            }

            wait.Pause();
        }
    }

    /// <summary>
    /// Whether a single writer has the store, and who it is. Takes nothing. Where the lock can't be looked at, the
    /// marker decides.
    /// </summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="canReadMarker">Whether the marker may be opened.</param>
    /// <param name="holder">Who it is; null where that is not known.</param>
    public static bool IsHeld(IStorageBackend backend, bool canReadMarker, out LockHolder? holder)
    {
        bool isKnown = TryLook(backend, out bool isHeld, out holder);
        return isHeld || (canReadMarker && WriterMarker.IsLive(backend, isLockFree: isKnown, LockWait.None, out holder));
    }

    public void Dispose()
    {
        try
        {
            _marker.Remove();
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private static WriterMarker? TryMark(IStorageBackend backend, byte[] self, IDisposable acquired, LockWait wait, out LockHolder? holder)
    {
        WriterMarker? marker = null;
        try
        {
            return marker = WriterMarker.TryPut(backend, self, wait, out holder);
        }
        finally
        {
            if (marker is null)
            {
                acquired.Dispose();
            }
        }
    }

    /// <summary>Whether a single writer that does not go by the lock has the store; the share is given back then.</summary>
    private static bool IsMarked(IStorageBackend backend, IDisposable share, LockWait wait, out LockHolder? holder)
    {
        bool isMarked = true;
        try
        {
            return isMarked = WriterMarker.IsLive(backend, isLockFree: true, wait, out holder);
        }
        finally
        {
            if (isMarked)
            {
                share.Dispose();
            }
        }
    }

    private static bool TryLook(IStorageBackend backend, out bool isHeld, out LockHolder? holder)
    {
        try
        {
            isHeld = backend.IsLocked(StoreLayout.WriterLock, out byte[]? shown);
            holder = ShownHolder.Read(shown);
            return true;
        }
        catch (StorageException)
        {
            isHeld = false;
            holder = null;
            return false;
        }
    }

    private static StoreLockedException Refusal(IStorageBackend backend, (string Agent, LockHolder? Holder) live, LockWait wait) => new(
        backend.Location, live.Holder, $"That process writes as agent '{live.Agent}'. To write at the same time, use -Agent. {wait.Advice}");
}
