using System.Runtime.InteropServices;

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

        int descriptor = Libc.Open(directory, Libc.CloseOnExec);
        if (descriptor < 0)
        {
            throw Libc.Failure(Marshal.GetLastPInvokeError());
        }

        try
        {
            FlushOpen(descriptor);
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    /// <summary>Flushes the directory that holds <paramref name="file"/>.</summary>
    public static void FlushParent(string file) => Flush(Path.GetDirectoryName(file)!);

    private static void FlushOpen(int descriptor)
    {
        while (Libc.FSync(descriptor) != 0)
        {
            int error = Marshal.GetLastPInvokeError();

            // File systems that can't flush a directory (some network and FUSE ones) answer so; there is no more to be had.
            if (error == Libc.InvalidArgument || error == Libc.NotSupported)
            {
                return;
            }

            if (error != Libc.Interrupted)
            {
                throw Libc.Failure(error);
            }
        }
    }
}
