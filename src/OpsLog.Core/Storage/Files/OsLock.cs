using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// A lock on a file that the operating system drops when the handle is closed or its process ends: one holder, or any
/// number of shares. The file is never deleted: two processes could otherwise hold locks on two files of the same name.
/// </summary>
internal static class OsLock
{
    /// <summary>
    /// How long a look may be in the way of whoever takes the lock: it lasts microseconds, but the process that looks
    /// may lose the processor meanwhile.
    /// </summary>
    private static readonly TimeSpan s_longestLook = TimeSpan.FromMilliseconds(150);

    /// <summary>The lock, or null when it is held or shared, in this process or another.</summary>
    /// <exception cref="IOException">The file can't be opened, or the file system has no locks.</exception>
    public static SafeFileHandle? TryTake(string path)
    {
        for (long began = Stopwatch.GetTimestamp(); ; Thread.Sleep(1))
        {
            if (TryOpen(path, FileAccess.ReadWrite, FileShare.None, Libc.ExclusiveLockWithoutWaiting) is { } taken)
            {
                return taken;
            }

            // A look is a share that is dropped at once.
            if (IsHeld(path) || Stopwatch.GetElapsedTime(began) > s_longestLook)
            {
                return null;
            }
        }
    }

    /// <summary>A share in the lock, or null when it is held.</summary>
    /// <exception cref="IOException">The file can't be opened, or the file system has no locks.</exception>
    public static SafeFileHandle? TryShare(string path) => TryOpen(path, FileAccess.Read, FileShare.Read, Libc.SharedLockWithoutWaiting);

    /// <summary>
    /// Whether the lock is held, without making its file. A share is asked for and dropped at once, so that
    /// looks don't hinder one another.
    /// </summary>
    /// <exception cref="IOException">The file can't be opened, or the file system has no locks.</exception>
    public static bool IsHeld(string path) => OperatingSystem.IsWindows() ? IsHeldOnWindows(path) : IsHeldByFLock(path);

    private static SafeFileHandle? TryOpen(string path, FileAccess access, FileShare share, int operation)
    {
        SafeFileHandle handle;
        try
        {
            // On Windows not the share mode is the lock: it would take a program that only reads the file for a holder.
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
            return !ByteLock.TryTake(handle, isShared: true);
        }
        catch (Exception e) when (IoFailure.IsMissing(e))
        {
            return false;
        }
        catch (IOException e) when (WindowsError.Of(e) == WindowsError.SharingViolation)
        {
            // It is not shared at all: an unfinished file that is being written.
            return true;
        }
    }

    // .NET takes the lock with flock, but passes over a file system without locks and can be told not to lock at all
    // (System.IO.DisableFileLocking). Asking again for a lock one has succeeds, so this settles it.
    private static bool IsLocked(SafeFileHandle handle, int operation) =>
        OperatingSystem.IsWindows() ? ByteLock.TryTake(handle, operation == Libc.SharedLockWithoutWaiting) : TryFLock(handle, operation);

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
