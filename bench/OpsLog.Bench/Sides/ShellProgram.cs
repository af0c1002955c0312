using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace OpsLog.Bench.Sides;

/// <summary>PowerShell with the module of this checkout, controlled by shell.ps1 and shell-open.ps1.</summary>
internal sealed class ShellProgram
{
    private const string Question = "if ($PSVersionTable.PSVersion -lt [version]'7.4') { exit 1 }; \"$($PSVersionTable.PSVersion)|$PSHOME\"";

    private static readonly string s_folder = Path.Combine(Repository.Root, "bench");
    private readonly string _home;

    private ShellProgram(string version, string home)
    {
        Version = version;
        _home = home;
    }

    public string Version { get; }

    /// <summary>The manifest of the module.</summary>
    public static string Module { get; } = Path.Combine(Repository.Root, "OpsLog.psd1");

    /// <summary>Finds PowerShell and the built module; null with the reason if one is missing.</summary>
    public static ShellProgram? Find(out string leftOut)
    {
        leftOut = "";
        string[] ask = ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", Question];
        string? answer = Programs.Ask(s_folder, "pwsh", ask) ?? Programs.Ask(s_folder, "dotnet", ["tool", "run", "pwsh", .. ask]);
        if (answer?.Split('|') is not [var version, var home])
        {
            leftOut = "All rows of the shell, because there is no PowerShell 7.4 or later on PATH or as a restored .NET tool.";
            return null;
        }

        if (!File.Exists(Path.Combine(Repository.Root, "bin", "OpsLog.PowerShell.dll")))
        {
            leftOut = "All rows of the shell, because the module is not built: run ./build.sh first.";
            return null;
        }

        return new ShellProgram(version, home);
    }

    /// <summary>A PowerShell that does the work of a verb each time it is requested.</summary>
    /// <param name="path">A store, or a folder for files.</param>
    /// <param name="count">The number of objects or calls.</param>
    public WorkerProcess Begin(string path, int count) => new(Start(
        "shell.ps1", "-Module", Module, "-Path", path, "-Count", count.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Runs shell-open.ps1 in a new PowerShell; returns the seconds until it has ended, and what it wrote.</summary>
    public (double Seconds, string Output) Run(string what, string path = "", string library = "")
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Start("shell-open.ps1", "-What", what, "-Path", path, "-Library", library);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, output);
    }

    /// <summary>The program itself, or, for a .NET tool, which has none, its assembly.</summary>
    private Process Start(string script, params string[] arguments)
    {
        string program = Path.Combine(_home, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        string[] host = File.Exists(program) ? [program] : ["dotnet", Path.Combine(_home, "pwsh.dll")];
        ProcessStartInfo start = new(host[0], [.. host[1..], "-NoLogo", "-NoProfile", "-NonInteractive", "-File", Path.Combine(s_folder, script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // The native library of SQLite is in a folder of this program where PowerShell does not search.
        string natives = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        string variable = OperatingSystem.IsWindows() ? "PATH" : OperatingSystem.IsMacOS() ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH";
        start.Environment[variable] = string.Join(Path.PathSeparator, new[] { natives, start.Environment.TryGetValue(variable, out string? before) ? before : null }.Where(text => !string.IsNullOrEmpty(text)));
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        return Process.Start(start)!;
    }
}
