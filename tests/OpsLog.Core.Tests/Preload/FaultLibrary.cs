using System.ComponentModel;
using System.Diagnostics;

namespace OpsLog.Core.Tests.Preload;

/// <summary>
/// The library of <c>faults.c</c>, compiled by the machine's C compiler: with it loaded ahead of the C library, calls fail
/// below the class library, where nothing but the caller can see it.
/// </summary>
internal static class FaultLibrary
{
    private static readonly Lazy<string?> s_missing = new(Build);

    /// <summary>The reason why there is none here; null if there is one.</summary>
    public static string? Missing => s_missing.Value;

    private static string Library => Path.Combine(AppContext.BaseDirectory, "opslog-faults.so");

    private static string Source => Path.Combine(AppContext.BaseDirectory, "Preload", "faults.c");

    /// <summary>The environment of a process with the library in it.</summary>
    /// <param name="kill">A call and its number after which the process ends, as in <c>rename:3</c>.</param>
    /// <param name="trace">A file for the calls in their order.</param>
    public static Dictionary<string, string> Environment(string? kill = null, string? trace = null)
    {
        Dictionary<string, string> environment = new() { ["LD_PRELOAD"] = Library };
        if (kill is not null)
        {
            environment["OPSLOG_FAULT_KILL"] = kill;
        }

        if (trace is not null)
        {
            environment["OPSLOG_FAULT_TRACE"] = trace;
        }

        return environment;
    }

    private static string? Build()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "calls are failed below the class library by LD_PRELOAD, which is tried on Linux only";
        }

        // Another run of the tests may do the same at this moment.
        string made = $"{Library}.{System.Environment.ProcessId}";
        ProcessStartInfo start = new("cc", ["-shared", "-fPIC", "-O1", "-o", made, Source, "-ldl"]) { RedirectStandardError = true };
        try
        {
            using Process compiler = Process.Start(start)!;
            string errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            if (compiler.ExitCode != 0)
            {
                return $"the C compiler can't build the library that fails calls, which needs glibc: {errors}";
            }
        }
        catch (Win32Exception)
        {
            return "there is no C compiler (cc) to build the library that fails calls";
        }

        File.Move(made, Library, overwrite: true);
        return null;
    }
}
