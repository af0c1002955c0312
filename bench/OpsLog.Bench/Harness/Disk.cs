using System.Runtime.InteropServices;

namespace OpsLog.Bench.Harness;

/// <summary>The disk that all sides share.</summary>
internal static class Disk
{
    /// <summary>
    /// Makes the system write pending data of earlier sides, because otherwise the flush of the next side would include
    /// it.
    /// </summary>
    public static void Settle()
    {
        if (!OperatingSystem.IsWindows())
        {
            Sync();
        }
    }

    [DllImport("libc", EntryPoint = "sync")]
    private static extern void Sync();
}
