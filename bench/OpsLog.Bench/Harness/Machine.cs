using System.Reflection;
using System.Runtime.InteropServices;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Harness;

/// <summary>On what the benchmark ran.</summary>
internal static class Machine
{
    private static readonly string[] s_packages = ["Microsoft.Data.Sqlite", "LiteDB", "LightningDB", "RocksDbSharp", "ZoneTree"];

    public static IEnumerable<(string Name, string Value)> Describe(Competition competition, string folder)
    {
        yield return ("Processor", $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture}");
        yield return ("Memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):F0} GB");
        yield return ("File system", new DriveInfo(folder).DriveFormat);
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

    /// <summary>The version of an assembly, without a fourth number that is 0.</summary>
    private static string VersionOf(string assembly) => Assembly.Load(assembly).GetName().Version is { } version
        ? version.ToString(version.Revision > 0 ? 4 : 3)
        : "unknown";

    private static string Commit()
    {
        string? commit = Programs.Ask(Repository.Root, "git", "rev-parse", "--short", "HEAD");
        string? changed = Programs.Ask(Repository.Root, "git", "status", "--porcelain", "--untracked-files=no");
        return commit is null ? "unknown" : changed is { Length: > 0 } ? $"{commit}, with changes" : commit;
    }
}
