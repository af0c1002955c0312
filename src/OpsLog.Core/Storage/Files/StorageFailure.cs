using OpsLog.Core.Errors;

namespace OpsLog.Core.Storage.Files;

/// <summary>Converts exceptions of file system calls to <see cref="StorageException"/>.</summary>
internal static class StorageFailure
{
    public static StorageException Reading(string path, Exception e) =>
        IoFailure.IsMissing(e) ? new ObjectNotFoundException(path, e) : Of("read", path, e);

    /// <summary>
    /// The error for a failed operation on a file. If access is denied, the message contains the owner of the file and
    /// what to do.
    /// </summary>
    public static StorageException Of(string operation, string path, Exception e) =>
        new(operation, path, e is UnauthorizedAccessException && FindOwned(path) is var (found, owner)
            ? new UnauthorizedAccessException(Advice(operation, found, owner), e)
            : e);

    /// <summary>The same for a put. A rename that was refused because a file is in use had certainly no effect.</summary>
    public static StorageException Putting(string path, Exception e) =>
        e is FileInUseException ? new("write", path, e) { HadNoEffect = true } : Of("write", path, e);

    /// <summary>
    /// The file and its owner. If the file does not exist or can't be examined, the nearest folder above it.
    /// </summary>
    private static (string Path, string Owner)? FindOwned(string path)
    {
        for (string? at = path; at is not null; at = Path.GetDirectoryName(at))
        {
            if (FileOwner.Of(at) is { } owner)
            {
                return (at, owner);
            }
        }

        return null;
    }

    private static string Advice(string operation, string path, string owner)
    {
        string user = FileOwner.CurrentUser;
        string need = operation is "read" or "list" or "check the lock" ? "read" : "read and write";
        return string.Equals(owner, user, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            ? $"Access is denied, although '{path}' belongs to '{owner}', the user of this process. Change the permissions of '{path}' and of the folders above it."
            : $"Access is denied. '{path}' belongs to '{owner}', and this process runs as '{user}'. Run it as '{owner}', or give '{user}' permission to {need} the store's folder and everything in it.";
    }
}
