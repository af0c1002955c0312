using System.Diagnostics;

namespace OpsLog.Core.Tests.House;

/// <summary>The checkout that the running tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] _made = ["bin", "obj", "out", "TestResults", "node_modules", ".git", ".vs", ".idea"];

    private static readonly Lazy<string> _root = new(FindRoot);

    public static string Root => _root.Value;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The C# sources below a folder, as paths from the root with forward slashes; nothing that a build made.</summary>
    public static IEnumerable<string> Sources(string folder = "") => Files(folder).Where(p => p.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>What git tracks; where git cannot say (a source archive), every file that no build made.</summary>
    public static IReadOnlyList<string> Tracked() => AskGit() ?? [.. Files("")];

    private static IEnumerable<string> Files(string folder)
    {
        return Walk(new DirectoryInfo(Path.Combine(Root, folder)))
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder)
    {
        return !folder.Exists
            ? []
            : folder.EnumerateFiles().Where(file => !_made.Contains(file.Name)).Concat(folder.EnumerateDirectories().Where(d => !_made.Contains(d.Name)).SelectMany(Walk));
    }

    private static string[]? AskGit()
    {
        var start = new ProcessStartInfo("git", ["-C", Root, "ls-files", "-z"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            string output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            // A tracked file may be gone from the work tree; that is between its author and git.
            string[] tracked = [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(p => File.Exists(Path.Combine(Root, p)))];
            return git.ExitCode == 0 && tracked.Length > 0 ? tracked : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "OpsLog.slnx")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"No OpsLog.slnx in {AppContext.BaseDirectory} or above it.");
    }
}
