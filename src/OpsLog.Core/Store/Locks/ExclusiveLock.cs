using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Locks;

/// <summary>The lock of exclusive batches, of which one runs at a time among all agents. It ends with its process.</summary>
internal static class ExclusiveLock
{
    /// <summary>Acquires the lock, trying again until the timeout.</summary>
    /// <exception cref="StoreLockedException">Another exclusive batch is running still.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static IDisposable Acquire(IStorageBackend backend, LockWait wait) => NamedLock.Acquire(
        backend, StoreLayout.ExclusiveLock, wait, "An exclusive batch is running there. Try again when it has ended, or wait longer for it (-Timeout).");
}
