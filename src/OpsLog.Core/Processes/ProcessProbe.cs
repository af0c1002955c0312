using System.ComponentModel;
using System.Diagnostics;

namespace OpsLog.Core.Processes;

/// <summary>Whether a process whose id was stored still runs on this machine.</summary>
internal static class ProcessProbe
{
    // The start of a process comes from the clock of the kernel and the time of a file from the file system; the two
    // can differ slightly.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    /// <summary>
    /// False only if the process that had the id <paramref name="pid"/> at <paramref name="sinceUtc"/> has certainly
    /// ended: no process has that id, or a younger one has it.
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
            // It exists, but belongs to a user whose processes can't be examined.
            return true;
        }
    }

    /// <summary>
    /// The same as <see cref="MayBeAlive"/> for a process that keeps a file with that name open. If the file is open,
    /// it is the same process, whatever the times are: the clock may have been set forward, or the file touched.
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
            // It has ended, or belongs to another user: the times decide.
            return false;
        }
    }

    // A process that has ended and that its parent has not reaped has no open file and no lock, but its id still exists.
    private static bool IsZombie(int pid) =>
        OperatingSystem.IsLinux() ? IsZombieOnLinux(pid)
        : OperatingSystem.IsMacOS() && MacProcess.IsZombie(pid);

    private static bool IsZombieOnLinux(int pid)
    {
        try
        {
            // The name in parentheses may itself contain parentheses. The state follows it.
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
