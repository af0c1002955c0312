using System.Security;
using OpsLog.Core.Errors;

namespace OpsLog.Core.Storage.Files;

/// <summary>Which exceptions of the file system calls become a <see cref="StorageException"/>.</summary>
internal static class IoFailure
{
    public static bool Is(Exception e) =>
        e is IOException or UnauthorizedAccessException or NotSupportedException or SecurityException;

    /// <summary>
    /// Whether a file or its folder is not there. A refused permission is not among these: what can't be looked at
    /// must never pass for absent.
    /// </summary>
    public static bool IsMissing(Exception e) => e is FileNotFoundException or DirectoryNotFoundException;

    public static StorageException Reading(string path, Exception e) =>
        IsMissing(e) ? new ObjectNotFoundException(path, e) : new StorageException("read", path, e);
}
