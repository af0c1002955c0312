using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Takes what was written to the disk. Every flush of the store goes through here, because the class library's own does
/// not report a failed one on Unix: <see cref="RandomAccess.FlushToDisk"/> returns as if all were well.
/// </summary>
/// <remarks>
/// Of a file every failure is an error. EINVAL and ENOTSUP mean that the file system can't flush it, and EROFS that the
/// kernel made the file system read-only after an error: in each case what was written may be lost. Of a directory
/// EINVAL and ENOTSUP are passed over: some network and FUSE file systems have no flush for directories, and their names
/// are as durable as they get.
/// </remarks>
internal static class DiskFlush
{
    /// <summary>On return, what was written to a file survives a power cut.</summary>
    /// <exception cref="IOException">It may not.</exception>
    public static void File(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (Flush(file) is not 0 and int error)
        {
            throw Libc.Failure(error);
        }
    }

    /// <summary>On return, the names in an open directory survive a power cut.</summary>
    /// <exception cref="IOException">They may not.</exception>
    public static void Directory(SafeFileHandle directory)
    {
        if (OperatingSystem.IsWindows())
        {
            FlushOnWindows(directory);
            return;
        }

        if (Flush(directory) is not 0 and int error && !Libc.IsUnsupported(error))
        {
            throw Libc.Failure(error);
        }
    }

    // As on Unix: FAT and some shares refuse to flush a directory.
    [SupportedOSPlatform("windows")]
    private static void FlushOnWindows(SafeFileHandle directory)
    {
        if (!Kernel32.Flush(directory))
        {
            int error = Marshal.GetLastPInvokeError();
            if (!WindowsError.IsUnsupported(error) && error is not WindowsError.AccessDenied and not WindowsError.InvalidHandle)
            {
                throw WindowsError.Failure(error);
            }
        }
    }

    /// <summary>Flushes and returns 0, or the number of the error.</summary>
    private static int Flush(SafeFileHandle handle)
    {
        if (OperatingSystem.IsMacOS())
        {
            // There fsync hands the data to the drive, which may keep it in its cache; F_FULLFSYNC empties that as well.
            int error = Repeat(handle, static handle => Libc.FCntl(handle, Libc.FullFSync));
            if (!Libc.IsUnsupported(error))
            {
                return error;
            }
        }

        return Repeat(handle, Libc.FSync);
    }

    private static int Repeat(SafeFileHandle handle, Func<SafeFileHandle, int> call)
    {
        while (call(handle) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Libc.Interrupted)
            {
                return error;
            }
        }

        return 0;
    }
}
