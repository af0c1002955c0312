using System.Diagnostics;
using System.Globalization;

namespace OpsLog.Bench.Children;

/// <summary>The private memory of this process, in bytes.</summary>
internal static class PrivateMemory
{
    private const string Status = "/proc/self/status";

    public static double Now()
    {
        if (File.Exists(Status))
        {
            string line = File.ReadLines(Status).First(text => text.StartsWith("RssAnon:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024.0;
        }

        using Process self = Process.GetCurrentProcess();
        return self.PrivateMemorySize64;
    }
}
