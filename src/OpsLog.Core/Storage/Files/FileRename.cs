using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Gives a file another name, in place of whatever has it, in one step. On Unix the class library's own move copies the
/// file where the file system refuses the rename, and a reader or a power cut may find that copy half made.
/// </summary>
internal static class FileRename
{
    /// <exception cref="FileInUseException">On Windows, another program has one of them open.</exception>
    /// <exception cref="IOException">It still has the old name.</exception>
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

    // A method of its own: the platform of a lambda within the condition is not known to the analyzer.
    [SupportedOSPlatform("windows")]
    private static void RunOnWindows(string path, string target) =>
        WindowsRetry.Run(WindowsRetry.Patient, () => WindowsFile.Rename(path, target), target, path);
}
