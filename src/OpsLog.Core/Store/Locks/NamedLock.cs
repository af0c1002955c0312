using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Processes;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Locks;

/// <summary>A lock of the store that agents hold for one step.</summary>
internal static class NamedLock
{
    /// <summary>Acquires a lock, trying again until the timeout.</summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="name">The lock.</param>
    /// <param name="wait">How long to wait for it.</param>
    /// <param name="wayOut">For the error: what the holder does, and what to do.</param>
    /// <exception cref="StoreLockedException">Another agent has it still.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static IDisposable Acquire(IStorageBackend backend, string name, LockWait wait, string wayOut)
    {
        byte[] self = LockHolderCodec.Write(LockHolder.Current());
        while (true)
        {
            LockAttempt attempt = backend.TryLock(name, self);
            if (attempt.Lock is not null)
            {
                return attempt.Lock;
            }

            if (wait.IsOver(wait.Timeout))
            {
                throw new StoreLockedException(backend.Location, ShownHolder.Read(attempt.Holder), wayOut);
            }

            wait.Pause();
        }
    }
}
