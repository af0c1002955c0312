using System.ComponentModel;
using System.Diagnostics;

namespace OpsLog.Bench.Sides;

/// <summary>Other programs.</summary>
internal static class Programs
{
    /// <summary>The output of a program; null if it does not exist or fails.</summary>
    public static string? Ask(string folder, string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
