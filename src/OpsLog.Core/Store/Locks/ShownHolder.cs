using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;

namespace OpsLog.Core.Store.Locks;

/// <summary>Who has a lock, from what its holder left to be shown.</summary>
internal static class ShownHolder
{
    /// <summary>
    /// Null where nothing is known of the holder. A process that is known to have ended was the holder before, and the
    /// one that has the lock now has not written yet who it is.
    /// </summary>
    public static LockHolder? Read(byte[]? shown)
    {
        LockHolder? holder = shown is null ? null : LockHolderCodec.Read(shown);
        bool hasEnded = holder is { IsInReach: true } && !ProcessProbe.MayBeAlive(holder.ProcessId, DateTime.UtcNow);
        return hasEnded ? null : holder;
    }
}
