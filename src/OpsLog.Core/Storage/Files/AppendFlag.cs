using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Makes the system append each write of an open file to its end, in one step, so that no write overwrites what another
/// process has appended. On Linux this also applies to writes at an offset, which is then ignored.
/// </summary>
internal static class AppendFlag
{
    /// <summary>Sets the flag. False on other systems, where writes remain at their offsets.</summary>
    public static bool TrySet(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        int flags = Libc.FCntlOnLinux(file, Libc.GetFlags, 0);
        return flags >= 0 && Libc.FCntlOnLinux(file, Libc.SetFlags, flags | Libc.AppendOnLinux) == 0;
    }
}
