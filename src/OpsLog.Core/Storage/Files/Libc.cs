using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>The calls of Unix that the class library does not provide.</summary>
internal static class Libc
{
    public const int NotPermitted = 1;
    public const int NoSuchFile = 2;
    public const int Interrupted = 4;
    public const int PermissionDenied = 13;
    public const int FileExists = 17;
    public const int NoDirectory = 20;
    public const int InvalidArgument = 22;
    public const int TooManyLinks = 31;
    public const int GetFlags = 3;
    public const int SetFlags = 4;
    public const int FullFSync = 51;
    public const int FromEnd = 2;
    public const int AppendOnLinux = 0x400;
    public const int SharedLockWithoutWaiting = 1 | 4;
    public const int ExclusiveLockWithoutWaiting = 2 | 4;

    // These numbers differ between Linux and the BSD family, macOS included.
    public static readonly int WouldBlock = OperatingSystem.IsLinux() ? 11 : 35;
    public static readonly int NotSupported = OperatingSystem.IsLinux() ? 95 : 45;
    public static readonly int NoSuchCall = OperatingSystem.IsLinux() ? 38 : 78;
    private static readonly int OperationNotSupported = OperatingSystem.IsLinux() ? 95 : 102;
    private static readonly int StaleHandle = OperatingSystem.IsLinux() ? 116 : 70;
    private static readonly int WithoutWaiting = OperatingSystem.IsLinux() ? 0x800 : 0x4;
    private static readonly int CloseOnExec = OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static extern int FSync(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static extern long Seek(SafeFileHandle file, long offset, int from);

    // For commands without a third argument.
    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static extern int FCntl(SafeFileHandle file, int command);

    // A variable argument: on Linux it is passed as any other. On macOS with ARM it is not, so do not call it there.
    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static extern int FCntlOnLinux(SafeFileHandle file, int command, nint argument);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static extern int FLock(SafeFileHandle file, int operation);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    public static extern int Rename([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    /// <summary>The name of the user with a number; the number if the user has no name.</summary>
    public static string UserName(uint user)
    {
        // The name is the first field of the structure.
        IntPtr entry = GetUser(user);
        string? name = entry == IntPtr.Zero ? null : Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(entry));
        return name ?? user.ToString(CultureInfo.InvariantCulture);
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    public static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPUTF8Str)] string newPath);

    /// <summary>
    /// Opens a file for reading without waiting: without this flag, opening a pipe waits until a process opens it for
    /// writing. Null if the file can't be opened; <paramref name="error"/> is then the reason.
    /// </summary>
    public static SafeFileHandle? OpenWithoutWaiting(string path, out int error)
    {
        int descriptor = Open(path, WithoutWaiting | CloseOnExec);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Whether a call failed because the file system does not support it for this kind of file.</summary>
    public static bool IsUnsupported(int error) => error == InvalidArgument || error == NotSupported || error == OperationNotSupported;

    /// <summary>Whether a call failed because a name or the file of a handle does not exist.</summary>
    public static bool IsGone(int error) => error is NoSuchFile or NoDirectory || error == StaleHandle;

    /// <summary>The exception for the number of an error. Its message is a sentence.</summary>
    public static Exception Failure(int error)
    {
        string message = $"{Marshal.GetPInvokeErrorMessage(error)}.";
        return error switch
        {
            NoSuchFile => new FileNotFoundException(message),
            PermissionDenied => new UnauthorizedAccessException(message),
            _ => new IOException(message, error),
        };
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "getpwuid")]
    private static extern IntPtr GetUser(uint user);
}
