using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Maintenance;

/// <summary>Sees to it that a store is checked only while nobody has it open for writing, and takes no lock for that.</summary>
internal static class StoreUse
{
    private const string WayOut = "Close it there first: a write under way would look like damage.";

    /// <exception cref="StoreLockedException">A single writer or an agent is live.</exception>
    public static void ThrowIfLive(CheckRun run)
    {
        if (run.IsUsable(StoreLayout.WriterMarker) && run.TryLook(() => WriterLock.FindLive(run.Backend)) is { } writer)
        {
            // Of one on another host nobody knows whether it lives, and its way out says so.
            throw writer.Holder is { Host: { Length: > 0 } host } && host != Environment.MachineName
                ? writer
                : new StoreLockedException(run.Backend.Location, writer.Holder, WayOut);
        }

        foreach (string agent in run.Agents)
        {
            // Who could write here could lock here: where a lock can't be looked at, most likely nobody has it.
            byte[]? holder = null;
            if (run.TryLook<bool?>(() => run.Backend.IsLocked(StoreLayout.AgentLock(agent), out holder)) == true)
            {
                throw new StoreLockedException(
                    run.Backend.Location, holder is null ? null : LockHolderCodec.Read(holder), $"It writes as agent '{agent}'. {WayOut}");
            }
        }
    }

    /// <exception cref="StoreLockedException">Somebody has written since the files were listed.</exception>
    public static void ThrowIfChanged(CheckRun run)
    {
        bool isChanged = run.HaveLogsChanged()
            || (run.ManifestVersion is { } version && run.Backend.Read(StoreLayout.Manifest)?.Version != version);
        if (isChanged)
        {
            throw new StoreLockedException(
                run.Backend.Location, null, "It was written to while it was checked, so findings may be of writes under way: check it again.");
        }
    }
}
