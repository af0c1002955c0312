using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Makes the names in a directory durable. On Unix, the flush of a file does not include its name: after a power cut, a
/// renamed file may have its old name again. NTFS writes names to its journal, and the flush of a directory writes the
/// journal.
/// </summary>
internal static class DirectoryFlush
{
    /// <exception cref="IOException">The names may not survive a power cut.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            FlushOnWindows(directory);
            return;
        }

        using SafeFileHandle handle = Libc.OpenWithoutWaiting(directory, out int error) ?? throw Libc.Failure(error);
        DiskFlush.Directory(handle);
    }

    /// <summary>Flushes the directory that contains <paramref name="file"/>.</summary>
    public static void FlushParent(string file) => Flush(Path.GetDirectoryName(file)!);

    /// <summary>
    /// Flushes the directories above one that are on the same file system, so that its path is durable. A directory that
    /// this process has no permission to open is skipped: this process can't have created a name in it.
    /// </summary>
    /// <exception cref="IOException">The path may not survive a power cut.</exception>
    public static void FlushAncestors(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            // The flush of the directory itself has written the journal, which contains the names above it.
            return;
        }

        FileStatus? below = FileStatus.At(directory, out _);
        for (string? at = Path.GetDirectoryName(directory); at is not null; at = Path.GetDirectoryName(at))
        {
            FileStatus? status = FileStatus.At(at, out _);
            if (status?.Device != below?.Device)
            {
                return;
            }

            using SafeFileHandle? handle = Libc.OpenWithoutWaiting(at, out int error);
            if (handle is not null)
            {
                DiskFlush.Directory(handle);
            }
            else if (error is not Libc.PermissionDenied and not Libc.NotPermitted)
            {
                throw Libc.Failure(error);
            }
        }
    }

    [SupportedOSPlatform("windows")]
    private static void FlushOnWindows(string directory)
    {
        const uint Access = Kernel32.AddFileAccess | Kernel32.SynchronizeAccess;
        using SafeFileHandle handle = WindowsFile.Open(directory, Access, FileShare.ReadWrite | FileShare.Delete, Kernel32.BackupSemantics);
        DiskFlush.Directory(handle);
    }
}
