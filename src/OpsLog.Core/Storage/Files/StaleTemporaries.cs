using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Removes the unfinished files of processes that ended. A file is removed only if no process has it open, and if its
/// process on this host has ended or, on any host, nothing was written to it for a day.
/// </summary>
internal static class StaleTemporaries
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    // Objects are in folders at most one level deep, and the directory of a store may contain other files and folders. Only
    // blobs can be deeper.
    private static readonly EnumerationOptions OneFolderDeep =
        new() { RecurseSubdirectories = true, MaxRecursionDepth = 1, AttributesToSkip = FileAttributes.ReparsePoint };

    private static readonly EnumerationOptions AllFolders = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Failures are ignored: unfinished files only use space, and the next opening tries again.</summary>
    public static void Remove(string root)
    {
        Remove(root, OneFolderDeep);
        Remove(FileLayout.PathOf(root, StoreLayout.BlobFolder), AllFolders);
    }

    private static void Remove(string folder, EnumerationOptions depth)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*.tmp", depth))
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

    /// <summary>Whether no process can still be writing an unfinished file.</summary>
    public static bool IsAbandoned(string path, int localPid)
    {
        DateTime modified = File.GetLastWriteTimeUtc(path);
        bool isOld = modified < DateTime.UtcNow - Abandoned || (localPid != 0 && !ProcessProbe.MayBeAlive(localPid, modified));

        // The times are wrong if the clock was set forward. The process that writes the file has it open without sharing.
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
