using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Principal;

namespace OpsLog.Core.Storage.Files;

/// <summary>Who a file belongs to, by name.</summary>
internal static class FileOwner
{
    /// <summary>The user of this process, by the kind of name that <see cref="Of"/> gives: with the domain on Windows.</summary>
    public static string CurrentUser { get; } =
        OperatingSystem.IsWindows() ? $@"{Environment.UserDomainName}\{Environment.UserName}" : Environment.UserName;

    /// <summary>The owner of what a path leads to; null where that is not known.</summary>
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
