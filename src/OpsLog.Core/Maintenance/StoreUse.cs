using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Locks;

namespace OpsLog.Core.Maintenance;

/// <summary>Ensures that a store is checked only while it is not open for writing, without acquiring a lock.</summary>
internal static class StoreUse
{
    private const string WayOut = "Close the store in that process, then check it: a write in progress would look like damage.";

    private const string WayOutElsewhere =
        $"Close the store in that process, then check it. If that process has ended, run the check as a user who can open the store, or delete the file '{StoreLayout.WriterMarker}' in the store.";

    /// <exception cref="StoreLockedException">A single writer or an agent is live.</exception>
    public static void ThrowIfLive(CheckRun run)
    {
        LockHolder? writer = null;
        if (run.TryLook<bool?>(() => WriterLock.IsHeld(run.Backend, run.IsUsable(StoreLayout.WriterMarker), out writer)) == true)
        {
            throw new StoreLockedException(run.Backend.Location, writer, writer is null or { IsInReach: true } ? WayOut : WayOutElsewhere);
        }

        foreach (string agent in run.Agents)
        {
            // A process that can write here can also lock here. If the lock can't be checked, it is most likely not
            // held.
            byte[]? holder = null;
            if (run.TryLook<bool?>(() => run.Backend.IsLocked(StoreLayout.AgentLock(agent), out holder)) == true)
            {
                throw new StoreLockedException(
                    run.Backend.Location, holder is null ? null : LockHolderCodec.Read(holder), $"That process writes as agent '{agent}'. {WayOut}");
            }
        }
    }

    /// <exception cref="StoreLockedException">Another process has written after the files were listed.</exception>
    public static void ThrowIfChanged(CheckRun run)
    {
        bool isChanged = run.HaveLogsChanged()
            || (run.ManifestVersion is { } version && run.Backend.Read(StoreLayout.Manifest)?.Version != version);
        if (isChanged)
        {
            throw new StoreLockedException(
                run.Backend.Location, null, "That process wrote to the store while it was checked, so the findings can be writes in progress. Check the store again.");
        }
    }
}
