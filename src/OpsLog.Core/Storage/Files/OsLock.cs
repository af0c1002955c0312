using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// A lock on a file that the operating system releases when the handle is closed or its process ends: one holder, or any
/// number of shares. The file is never deleted, because then two processes could hold locks on two files of the same name.
/// </summary>
internal static class OsLock
{
    /// <summary>
    /// How long a check by another process can delay an acquisition. A check lasts microseconds, but the operating system
    /// may suspend the process that checks.
    /// </summary>
    public static readonly TimeSpan LongestCheck = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// The minimum number of attempts beside checks. A pause of 1 ms can take 16 ms on Windows, so that the time alone
    /// would permit ten attempts.
    /// </summary>
    private const int LeastAttempts = 50;

    /// <summary>Acquires the lock; null if this process or another one holds it or has a share in it.</summary>
    /// <exception cref="IOException">The file can't be opened, or the file system has no locks.</exception>
    public static SafeFileHandle? TryAcquire(string path)
    {
        long began = Stopwatch.GetTimestamp();
        for (int attempts = 1; ; attempts++)
        {
            if (TryOpen(path, FileAccess.ReadWrite, FileShare.None, Libc.ExclusiveLockWithoutWaiting) is { } acquired)
            {
                return acquired;
            }

            // A check acquires a share and releases it at once.
            if (IsHeld(path) || (attempts >= LeastAttempts && Stopwatch.GetElapsedTime(began) > LongestCheck))
            {
                return null;
            }

            Thread.Sleep(1);
        }
    }

    /// <summary>Acquires a share in the lock; null if a process holds the lock.</summary>
    /// <exception cref="IOException">The file can't be opened, or the file system has no locks.</exception>
    public static SafeFileHandle? TryShare(string path) => TryOpen(path, FileAccess.Read, FileShare.Read, Libc.SharedLockWithoutWaiting);

    /// <summary>
    /// Whether a process holds the lock. Does not create its file. The check acquires a share and releases it at once, so
    /// two checks do not disturb each other.
    /// </summary>
    /// <exception cref="IOException">The file can't be opened, or the file system has no locks.</exception>
    public static bool IsHeld(string path) => OperatingSystem.IsWindows() ? IsHeldOnWindows(path) : IsHeldByFLock(path);

    private static SafeFileHandle? TryOpen(string path, FileAccess access, FileShare share, int operation)
    {
        SafeFileHandle handle;
        try
        {
            // On Windows, the share mode is not the lock, because then a program that only reads the file would be a holder.
            handle = Permissions.OpenOrCreate(path, access, OperatingSystem.IsWindows() ? FileShare.ReadWrite : share);
        }
        catch (IOException e) when (OperatingSystem.IsWindows() ? WindowsError.Of(e) == WindowsError.SharingViolation : e.HResult == Libc.WouldBlock)
        {
            return null;
        }

        try
        {
            if (IsLocked(handle, operation))
            {
                return handle;
            }
        }
        catch
        {
            handle.Dispose();
            throw;
        }

        handle.Dispose();
        return null;
    }

    private static bool IsHeldByFLock(string path)
    {
        using SafeFileHandle? handle = Libc.OpenWithoutWaiting(path, out int error);
        return handle is not null ? !TryFLock(handle, Libc.SharedLockWithoutWaiting)
            : error is Libc.NoSuchFile or Libc.NoDirectory ? false
            : throw Libc.Failure(error);
    }

    [SupportedOSPlatform("windows")]
    private static bool IsHeldOnWindows(string path)
    {
        try
        {
            using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return !ByteLock.TryAcquire(handle, isShared: true);
        }
        catch (Exception e) when (IoFailure.IsMissing(e))
        {
            return false;
        }
        catch (IOException e) when (WindowsError.Of(e) == WindowsError.SharingViolation)
        {
            // A program has it open without sharing: an unfinished file that is being written.
            return true;
        }
    }

    // .NET acquires the lock with flock, but ignores a file system without locks, and a setting can disable its locks
    // (System.IO.DisableFileLocking). A second request for a lock that the handle already has succeeds.
    private static bool IsLocked(SafeFileHandle handle, int operation) =>
        OperatingSystem.IsWindows() ? ByteLock.TryAcquire(handle, operation == Libc.SharedLockWithoutWaiting) : TryFLock(handle, operation);

    private static bool TryFLock(SafeFileHandle handle, int operation)
    {
        if (Libc.FLock(handle, operation) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == Libc.WouldBlock ? false
            : throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)}. Move the store to a file system that supports locks.", error);
    }
}
