using System.Security;

namespace OpsLog.Core.Storage.Files;

/// <summary>Which exceptions of file system calls mean that the call failed.</summary>
internal static class IoFailure
{
    /// <summary>Whether a file system call failed. Other exceptions are errors in the program.</summary>
    public static bool Is(Exception e) =>
        e is IOException or UnauthorizedAccessException or NotSupportedException or SecurityException;

    /// <summary>
    /// Whether the file or its folder does not exist. Denied access does not count: a file that can't be examined must
    /// never be treated as absent.
    /// </summary>
    public static bool IsMissing(Exception e) => e is FileNotFoundException or DirectoryNotFoundException;
}
