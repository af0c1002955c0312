using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Principal;

namespace OpsLog.Core.Storage.Files;

/// <summary>The name of the owner of a file.</summary>
internal static class FileOwner
{
    /// <summary>The user of this process, in the form that <see cref="Of"/> returns: with the domain on Windows.</summary>
    public static string CurrentUser { get; } =
        OperatingSystem.IsWindows() ? $@"{Environment.UserDomainName}\{Environment.UserName}" : Environment.UserName;

    /// <summary>The owner of the file at a path, links followed; null if it is not known.</summary>
    public static string? Of(string path)
    {
        try
        {
            return OperatingSystem.IsWindows() ? OnWindows(path) : FileStatus.At(path, out _) is { } status ? Libc.UserName(status.Owner) : null;
        }
        catch (Exception e) when (IoFailure.Is(e) || e is IdentityNotMappedException or InvalidOperationException)
        {
            return null;
        }
    }

    [SupportedOSPlatform("windows")]
    private static string? OnWindows(string path) =>
        new FileInfo(path).GetAccessControl().GetOwner(typeof(NTAccount))?.Value;
}
