using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>The few calls on Unix that the class library has no name for.</summary>
internal static class Libc
{
    public const int Interrupted = 4;
    public const int NotPermitted = 1;
    public const int NoSuchFile = 2;
    public const int NoSuchDevice = 6;
    public const int FileExists = 17;
    public const int NoDirectory = 20;
    public const int InvalidArgument = 22;
    public const int TooManyLinks = 31;
    public const int SharedLockWithoutWaiting = 1 | 4;
    public const int ExclusiveLockWithoutWaiting = 2 | 4;

    // These numbers differ between Linux and the BSD family, macOS included.
    public static readonly int WouldBlock = OperatingSystem.IsLinux() ? 11 : 35;
    public static readonly int NotSupported = OperatingSystem.IsLinux() ? 95 : 45;
    public static readonly int NoSuchCall = OperatingSystem.IsLinux() ? 38 : 78;
    private static readonly int WithoutWaiting = OperatingSystem.IsLinux() ? 0x800 : 0x4;
    public static readonly int CloseOnExec = OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    public static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static extern int FLock(SafeFileHandle file, int operation);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    public static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPUTF8Str)] string newPath);

    /// <summary>
    /// Opens a file for reading without waiting: opening a pipe would else wait for somebody to write to it. Null where
    /// it can't be opened, with the reason.
    /// </summary>
    public static SafeFileHandle? OpenWithoutWaiting(string path, out int error)
    {
        int descriptor = Open(path, WithoutWaiting | CloseOnExec);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    public static IOException Failure(int error) => new(Marshal.GetPInvokeErrorMessage(error), error);
}
