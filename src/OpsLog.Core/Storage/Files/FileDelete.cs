using System.Runtime.Versioning;

namespace OpsLog.Core.Storage.Files;

/// <summary>Deletes a file; does nothing where there is none. On return its name is free for another file.</summary>
internal static class FileDelete
{
    /// <exception cref="FileInUseException">On Windows, another program has it open and does not share its deletion.</exception>
    /// <exception cref="IOException">It is still there.</exception>
    public static void Run(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            RunOnWindows(path);
        }
        else
        {
            File.Delete(path);
        }
    }

    // A method of its own: the platform of a lambda within the condition is not known to the analyzer.
    [SupportedOSPlatform("windows")]
    private static void RunOnWindows(string path) => WindowsRetry.Run(WindowsRetry.Brief, () => WindowsFile.Remove(path), path);
}
