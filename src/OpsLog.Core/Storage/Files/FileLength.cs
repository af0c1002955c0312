using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>The length of an open file, which is checked before appends.</summary>
internal static class FileLength
{
    /// <summary>
    /// The length in bytes, by a seek to the end where offsets have 64 bits. Reads and writes at given offsets do not depend
    /// on the position. A file status takes three times as long, and from Linux 6.13 on, the next write then records the
    /// time of the change once more, which takes half as long as the write itself.
    /// </summary>
    public static long Of(SafeFileHandle file)
    {
        long length = OperatingSystem.IsWindows() || IntPtr.Size < sizeof(long) ? -1 : Libc.Seek(file, 0, Libc.FromEnd);
        return length >= 0 ? length : RandomAccess.GetLength(file);
    }
}
