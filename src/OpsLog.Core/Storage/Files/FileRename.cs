using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Renames a file in one step and replaces an existing file. On Unix, the move of the class library copies the file if the
/// file system refuses to rename it, and a reader or a power cut may find an incomplete copy.
/// </summary>
internal static class FileRename
{
    /// <exception cref="FileInUseException">On Windows, another program has one of the two files open.</exception>
    /// <exception cref="IOException">The file still has the old name.</exception>
    public static void Run(string path, string target)
    {
        if (OperatingSystem.IsWindows())
        {
            RunOnWindows(path, target);
            return;
        }

        while (Libc.Rename(path, target) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Libc.Interrupted)
            {
                throw Libc.Failure(error);
            }
        }
    }

    // In a separate method, because the analyzer does not recognise the platform of a lambda within the condition.
    [SupportedOSPlatform("windows")]
    private static void RunOnWindows(string path, string target) =>
        WindowsRetry.Run(WindowsRetry.Patient, () => WindowsFile.Rename(path, target), target, path);
}
