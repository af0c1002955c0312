using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// An exclusive lock on a file that the operating system drops when the handle is closed or its process ends. The
/// file is never deleted: two processes could otherwise hold locks on two files of the same name.
/// </summary>
internal static class OsLock
{
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>The lock, or null when somebody else has it, in this process or another.</summary>
    /// <exception cref="IOException">The file can't be opened, or the file system has no locks.</exception>
    public static SafeFileHandle? TryTake(string path)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == (OperatingSystem.IsWindows() ? SharingViolation : Libc.WouldBlock))
        {
            return null;
        }

        try
        {
            if (IsExclusive(handle))
            {
                return handle;
            }
        }
        catch
        {
            handle.Dispose();
            throw;
        }

        handle.Dispose();
        return null;
    }

    // .NET takes the lock with flock, but passes over a file system without locks and can be told not to lock at all
    // (System.IO.DisableFileLocking). Asking again for a lock one has succeeds, so this settles it.
    private static bool IsExclusive(SafeFileHandle handle)
    {
        if (OperatingSystem.IsWindows() || Libc.FLock(handle, Libc.ExclusiveLockWithoutWaiting) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == Libc.WouldBlock ? false : throw Libc.Failure(error);
    }
}
