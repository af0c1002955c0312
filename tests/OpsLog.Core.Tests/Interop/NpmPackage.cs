using System.ComponentModel;
using System.Diagnostics;
using OpsLog.Core.Tests.House;

namespace OpsLog.Core.Tests.Interop;

/// <summary>
/// The npm package in <c>tests/interop/node_modules</c>, installed by npm the first time it is asked for. A machine
/// that can't have it skips the tests that need it, with the reason.
/// </summary>
internal static class NpmPackage
{
    public const string Version = "0.8.1";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);
    private static readonly Lazy<string?> _missing = new(Prepare);

    /// <summary>Why the package can't be run here; null if it can.</summary>
    public static string? Missing => _missing.Value;

    public static string Folder => Path.Combine(Repository.Root, "tests", "interop");

    public static string Driver => Path.Combine(Folder, "driver.mjs");

    private static string? Prepare()
    {
        if (Run("node", "--version").Failure is { } noNode)
        {
            return $"The npm package can't be run: {noNode}";
        }

        if (IsInstalled())
        {
            return null;
        }

        // The shell finds npm.cmd on Windows, but starting a process directly does not.
        string[] install = ["install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=0", "--fetch-timeout=20000"];
        string? failure = OperatingSystem.IsWindows()
            ? Run("cmd.exe", ["/c", "npm", .. install]).Failure
            : Run("npm", install).Failure;
        return failure is not null ? $"The npm package can't be installed: {failure}"
            : IsInstalled() ? null
            : $"npm did not install version {Version} of the package.";
    }

    private static bool IsInstalled()
    {
        string description = Path.Combine(Folder, "node_modules", "@backloghq", "opslog", "package.json");
        return File.Exists(description)
            && SharedFile.ReadAllText(description).Contains($"\"version\": \"{Version}\"", StringComparison.Ordinal);
    }

    private static (string Output, string? Failure) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(_patience))
            {
                process.Kill(entireProcessTree: true);
                return ("", $"'{program}' did not end within {_patience.TotalSeconds} seconds.");
            }

            string said = error.Result.Trim().Split('\n')[0];
            return (output.Result, process.ExitCode == 0 ? null : $"'{program}' failed with exit code {process.ExitCode}. {said}".Trim());
        }
        catch (Win32Exception)
        {
            return ("", $"there is no '{program}' on PATH.");
        }
    }
}
