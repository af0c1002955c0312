using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// A lock on one byte of an open file, which Windows releases when the file is closed or its process ends. Programs that
/// open the file without locking that byte, such as virus scanners, do not disturb it.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class ByteLock
{
    // Far behind the end of any file, because other programs can't read locked bytes.
    private const long Offset = 0x7FFFFFFE_00000000;

    /// <summary>Acquires the lock or a share in it without waiting; false if another handle prevents that.</summary>
    /// <exception cref="IOException">The file system has no locks.</exception>
    public static bool TryAcquire(SafeFileHandle file, bool isShared)
    {
        // OVERLAPPED: two fields for the system, the offset, and an event that is not used.
        Span<byte> place = stackalloc byte[(3 * nint.Size) + sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(place[(2 * nint.Size)..], Offset);
        uint flags = Kernel32.FailImmediately | (isShared ? 0 : Kernel32.ExclusiveLock);
        if (Kernel32.Lock(file, flags, 0, 1, 0, place))
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == WindowsError.LockViolation ? false : throw WindowsError.Failure(error);
    }
}
