using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Removes the unfinished files that crashed processes left. Only what no process has open any more goes, and only if
/// its process on this host has ended, or nothing was written to it for a day, on whatever host that was.
/// </summary>
internal static class StaleTemporaries
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    // Objects are at most one folder deep, and a store may share its directory with much that is none of its business.
    private static readonly EnumerationOptions OneFolderDeep =
        new() { RecurseSubdirectories = true, MaxRecursionDepth = 1, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Failures are passed over: leftovers only take room, and the next opening tries again.</summary>
    public static void Remove(string root)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(root, "*.tmp", OneFolderDeep))
            {
                if (FileLayout.TryParseTemporary(path, out int localPid))
                {
                    TryRemove(path, localPid);
                }
            }
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
        }
    }

    /// <summary>Whether no process can be writing an unfinished file any more.</summary>
    public static bool IsAbandoned(string path, int localPid)
    {
        DateTime modified = File.GetLastWriteTimeUtc(path);
        bool isOld = modified < DateTime.UtcNow - Abandoned || (localPid != 0 && !ProcessProbe.MayBeAlive(localPid, modified));

        // Times mislead where the clock was set forward. Whoever writes the file has it open, and lets no other in.
        return isOld && !OsLock.IsHeld(path);
    }

    private static void TryRemove(string path, int localPid)
    {
        try
        {
            if (IsAbandoned(path, localPid))
            {
                FileDelete.Run(path);
            }
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
        }
    }
}
