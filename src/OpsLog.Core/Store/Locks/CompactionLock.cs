using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Locks;

/// <summary>The lock of steps that have to be alone among the agents: compaction, undo, and the writing of segments.</summary>
internal static class CompactionLock
{
    /// <summary>Acquires the lock, trying again until the timeout.</summary>
    /// <exception cref="StoreLockedException">Another agent has it still.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static IDisposable Acquire(IStorageBackend backend, LockWait wait) => NamedLock.Acquire(
        backend, StoreLayout.CompactionLock, wait, "That process is compacting or archiving. Try again when it has finished.");
}
