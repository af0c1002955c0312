using System.Runtime.InteropServices;

namespace OpsLog.Core.Storage.Files;

/// <summary>The errors of Windows that this backend distinguishes, and their exceptions.</summary>
internal static class WindowsError
{
    public const int InvalidFunction = 1;
    public const int FileNotFound = 2;
    public const int PathNotFound = 3;
    public const int AccessDenied = 5;
    public const int InvalidHandle = 6;
    public const int SharingViolation = 32;
    public const int LockViolation = 33;
    public const int NotSupported = 50;
    public const int FileExists = 80;
    public const int InvalidParameter = 87;
    public const int CallNotImplemented = 120;
    public const int InvalidLevel = 124;
    public const int AlreadyExists = 183;
    public const int DeletePending = 303;
    public const int UserMappedFile = 1224;

    private const int FromWindows = unchecked((int)0x80070000);

    /// <summary>The number of the error of an exception; 0 if the exception has no such number.</summary>
    public static int Of(Exception e) => (e.HResult & 0xFFFF0000) == (FromWindows & 0xFFFF0000) ? e.HResult & 0xFFFF : 0;

    /// <summary>Whether the file system or the version of Windows does not support a call.</summary>
    public static bool IsUnsupported(int error) =>
        error is InvalidFunction or NotSupported or InvalidParameter or CallNotImplemented or InvalidLevel;

    /// <summary>The exception for the last error of this thread. Its message is a sentence.</summary>
    public static Exception LastFailure() => Failure(Marshal.GetLastPInvokeError());

    /// <summary>The exception for an error. Its message is a sentence.</summary>
    public static Exception Failure(int error)
    {
        string message = $"{Marshal.GetPInvokeErrorMessage(error).TrimEnd('.', ' ', '\r', '\n')}.";
        return error switch
        {
            FileNotFound => new FileNotFoundException(message),
            PathNotFound => new DirectoryNotFoundException(message),
            AccessDenied => new UnauthorizedAccessException(message),
            _ => new IOException(message, FromWindows | error),
        };
    }
}
