using System.Runtime.Versioning;

namespace OpsLog.Core.Storage.Files;

/// <summary>Deletes a file; does nothing if it does not exist. On return its name is available for another file.</summary>
internal static class FileDelete
{
    /// <exception cref="FileInUseException">On Windows, another program has it open and does not permit its deletion.</exception>
    /// <exception cref="IOException">The file still exists.</exception>
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

    // In a separate method, because the analyzer does not recognise the platform of a lambda within the condition.
    [SupportedOSPlatform("windows")]
    private static void RunOnWindows(string path) => WindowsRetry.Run(WindowsRetry.Brief, () => WindowsFile.Remove(path), path);
}
