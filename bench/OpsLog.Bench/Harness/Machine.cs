using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace OpsLog.Bench.Harness;

/// <summary>On what the benchmark ran.</summary>
internal static class Machine
{
    private static readonly string[] s_packages = ["Microsoft.Data.Sqlite", "LiteDB", "LightningDB", "RocksDbSharp", "ZoneTree"];

    public static IEnumerable<(string Name, string Value)> Describe(Competition competition)
    {
        yield return ("Processor", $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture}");
        yield return ("Memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):F0} GB");
        yield return ("System", RuntimeInformation.OSDescription);
        yield return ("Runtime", $"{RuntimeInformation.FrameworkDescription}{(competition.Npm is { } npm ? $", Node {npm.NodeVersion}" : "")}{(competition.Shell is { } shell ? $", PowerShell {shell.Version}" : "")}");
        yield return ("Engines", string.Join(", ", s_packages.Select(name => $"{name} {VersionOf(name)}")));
        yield return ("Commit", Commit());
        yield return ("Load before the run", Load());
    }

    private static string Processor() => FirstLine("/proc/cpuinfo", "model name") is { } line ? line[(line.IndexOf(':') + 1)..].Trim()
        : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown processor";

    /// <summary>The mean number of running programs in the last minute, where the system counts it.</summary>
    private static string Load() => FirstLine("/proc/loadavg", "") is { } line ? line.Split(' ')[0] : "unknown";

    private static string? FirstLine(string file, string start) =>
        File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) : null;

    private static string VersionOf(string assembly) => Assembly.Load(assembly).GetName().Version?.ToString() is { } version && version.EndsWith(".0", StringComparison.Ordinal)
        ? version[..^2]
        : Assembly.Load(assembly).GetName().Version?.ToString() ?? "?";

    private static string Commit()
    {
        try
        {
            string changed = Git("status", "--porcelain", "--untracked-files=no").Length > 0 ? ", with changes" : "";
            return Git("rev-parse", "--short", "HEAD") is { Length: > 0 } commit ? commit + changed : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }

    private static string Git(params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return output.Trim();
    }
}
