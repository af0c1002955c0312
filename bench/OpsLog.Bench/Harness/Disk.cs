using System.Runtime.InteropServices;

namespace OpsLog.Bench.Harness;

/// <summary>The disk all sides share.</summary>
internal static class Disk
{
    /// <summary>Has the system write what earlier sides left unwritten, which the next side's flush would pay for otherwise.</summary>
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
