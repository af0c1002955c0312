using System.ComponentModel;
using System.Diagnostics;

namespace OpsLog.Core.Primitives;

/// <summary>Whether a process that left its id somewhere still runs on this machine.</summary>
internal static class ProcessProbe
{
    // A process's start is told by the kernel's clock and a file's time by the file system's; the two may disagree a little.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    /// <summary>
    /// False only where it is certain that the process which had the id <paramref name="pid"/> at
    /// <paramref name="sinceUtc"/> has ended: none has that id now, or one that is younger.
    /// </summary>
    public static bool MayBeAlive(int pid, DateTime sinceUtc)
    {
        if (pid <= 0)
        {
            return false;
        }

        try
        {
            using Process process = Process.GetProcessById(pid);
            return !IsZombie(pid) && process.StartTime.ToUniversalTime() <= sinceUtc + Tolerance;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It is there, but belongs to somebody who lets nobody look.
            return true;
        }
    }

    /// <summary>
    /// As <see cref="MayBeAlive"/> for a process that keeps a file of that name open. If it has one open, it is no other
    /// process, whatever the times say: the clock may have been set forward, or the file touched.
    /// </summary>
    public static bool MayHoldOpen(int pid, DateTime sinceUtc, string fileName) =>
        MayBeAlive(pid, sinceUtc) || HasOpen(pid, fileName);

    private static bool HasOpen(int pid, string fileName)
    {
        try
        {
            return OperatingSystem.IsLinux()
                && new DirectoryInfo($"/proc/{pid}/fd").EnumerateFileSystemInfos().Any(open => Path.GetFileName(open.LinkTarget) == fileName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's: the times decide.
            return false;
        }
    }

    // A killed process that its parent has not collected holds no file and no lock, but still counts as existing.
    private static bool IsZombie(int pid)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            int afterName = stat.LastIndexOf(')');
            return afterName >= 0 && afterName + 2 < stat.Length && stat[afterName + 2] is 'Z' or 'X';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
