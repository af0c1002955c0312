using System.Diagnostics;
using System.Globalization;

namespace OpsLog.Bench.Sides;

/// <summary>The npm package in Node, controlled by opslog-npm.mjs.</summary>
internal sealed class NpmPackage
{
    /// <summary>The name of the side.</summary>
    public const string Name = "opslog 0.8.1";

    private static readonly string s_folder = Path.Combine(Repository.Root, "bench");

    private NpmPackage(string nodeVersion) => NodeVersion = nodeVersion;

    public string NodeVersion { get; }

    /// <summary>
    /// Finds Node and, if required, installs the package with npm; null with the reason if this is not possible.
    /// </summary>
    public static NpmPackage? Find(out string leftOut)
    {
        leftOut = "";
        if (Programs.Ask(s_folder, "node", "--version") is not { } version)
        {
            leftOut = $"{Name}, because there is no node on PATH.";
            return null;
        }

        string installed = Path.Combine(s_folder, "node_modules", "@backloghq", "opslog", "package.json");
        if (!File.Exists(installed))
        {
            string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            if (Programs.Ask(s_folder, npm, "install", "--no-package-lock", "--no-audit", "--no-fund") is null || !File.Exists(installed))
            {
                leftOut = $"{Name}, because 'npm install' in bench/ did not succeed.";
                return null;
            }
        }

        return new NpmPackage(version);
    }

    /// <summary>Opens a store in a new Node that has done nothing before, and returns what it measured.</summary>
    public Figures Open(string store)
    {
        using Process node = Start("open", store, 0, 0);
        string line = node.StandardOutput.ReadLine() ?? "";
        node.WaitForExit();
        return Figures.Parse(line);
    }

    /// <summary>A Node process that does the work of a verb each time it is requested.</summary>
    public WorkerProcess Begin(string verb, string store, int count, int records = 0) => new(Start(verb, store, count, records));

    private static Process Start(string verb, string store, int count, int records) => Process.Start(new ProcessStartInfo(
        "node",
        ["--expose-gc", "--max-old-space-size=8192", "opslog-npm.mjs", verb, store, Text(count), Text(records)])
    {
        WorkingDirectory = s_folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
