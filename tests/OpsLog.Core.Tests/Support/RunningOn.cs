using System.Runtime.InteropServices;

namespace OpsLog.Core.Tests.Support;

/// <summary>What tests have to know of the system that they run on.</summary>
internal static class RunningOn
{
    /// <summary>Whether this is Wine, which is Windows but for some calls.</summary>
    public static bool Wine { get; } = OperatingSystem.IsWindows()
        && NativeLibrary.TryLoad("ntdll.dll", out nint library)
        && NativeLibrary.TryGetExport(library, "wine_get_version", out _);

    /// <summary>Why a test is skipped here; null where it is not.</summary>
    /// <param name="notOnWindows">What Windows does that makes it pointless there.</param>
    /// <param name="notUnderWine">What Wine does otherwise than Windows.</param>
    /// <param name="onlyOnWindows">Whether it is about Windows alone.</param>
    public static string? Skip(string? notOnWindows, string? notUnderWine, bool onlyOnWindows) =>
        onlyOnWindows && !OperatingSystem.IsWindows() ? "it is about the share modes and locks of Windows"
        : OperatingSystem.IsWindows() && notOnWindows is not null ? $"on Windows {notOnWindows}"
        : Wine && notUnderWine is not null ? $"Wine {notUnderWine}"
        : null;
}
