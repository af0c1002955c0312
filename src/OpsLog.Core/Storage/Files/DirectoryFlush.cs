using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Makes the names in a directory durable. A file's own flush does not cover its name on Unix: after a power cut a
/// renamed file may be back under its old name. Windows keeps names in its own journal and has no such call.
/// </summary>
internal static class DirectoryFlush
{
    /// <exception cref="IOException">The names may not survive a power cut.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using SafeFileHandle handle = Libc.OpenWithoutWaiting(directory, out int error) ?? throw Libc.Failure(error);
        DiskFlush.Directory(handle);
    }

    /// <summary>Flushes the directory that holds <paramref name="file"/>.</summary>
    public static void FlushParent(string file) => Flush(Path.GetDirectoryName(file)!);
}
