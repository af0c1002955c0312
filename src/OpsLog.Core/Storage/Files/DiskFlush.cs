using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Flushes files and directories to the disk. The store flushes only with this class, because the class library does not
/// report a failed flush on Unix: <see cref="RandomAccess.FlushToDisk"/> returns without an error.
/// </summary>
/// <remarks>
/// For a file, every failure is an error. EINVAL and ENOTSUP mean that the file system can't flush it, and EROFS that the
/// kernel made the file system read-only after an error: in each case the written bytes may be lost. For a directory,
/// EINVAL and ENOTSUP are ignored: some network and FUSE file systems can't flush directories, and the durability of their
/// names can't be improved.
/// </remarks>
internal static class DiskFlush
{
    /// <summary>On return, the bytes that were written to a file survive a power cut.</summary>
    /// <exception cref="IOException">The bytes may not survive a power cut.</exception>
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
    /// <exception cref="IOException">The names may not survive a power cut.</exception>
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

    // The same as on Unix: FAT and some shares refuse to flush a directory.
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
            // On macOS, fsync writes the data to the drive, which may keep it in its cache. F_FULLFSYNC also flushes that cache.
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
