using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Gives a file a name in one step that fails if the name exists. Other programs also write files to a store, and do not
/// wait for the locks of this one.
/// </summary>
internal static class ExclusiveName
{
    /// <summary>Renames a file; false if <paramref name="target"/> exists.</summary>
    /// <exception cref="IOException">The file can't be renamed.</exception>
    public static bool TryMove(string path, string target) =>
        OperatingSystem.IsWindows() ? TryMoveOnWindows(path, target) : TryLink(path, target);

    [SupportedOSPlatform("windows")]
    private static bool TryMoveOnWindows(string path, string target)
    {
        try
        {
            WindowsRetry.Run(WindowsRetry.Patient, () => WindowsFile.RenameToNew(path, target), path);
            return true;
        }
        catch (IOException e) when (WindowsError.Of(e) is WindowsError.FileExists or WindowsError.AlreadyExists)
        {
            return false;
        }
    }

    private static bool TryLink(string path, string target)
    {
        if (Libc.Link(path, target) == 0)
        {
            File.Delete(path);
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == Libc.FileExists ? false
            : IsWithoutLinks(error) ? TryRename(path, target)
            : throw Libc.Failure(error);
    }

    // FAT and some network and FUSE file systems have no hard links. Between the two steps, a program that does not use
    // the locks of the store can create the target.
    private static bool TryRename(string path, string target)
    {
        if (FileObjectReader.Exists(target))
        {
            return false;
        }

        FileRename.Run(path, target);
        return true;
    }

    private static bool IsWithoutLinks(int error) =>
        error is Libc.NotPermitted or Libc.TooManyLinks || error == Libc.NotSupported || error == Libc.NoSuchCall;
}
