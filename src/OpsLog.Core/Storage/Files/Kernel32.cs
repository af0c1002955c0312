using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>The calls of Windows that the class library does not provide.</summary>
internal static partial class Kernel32
{
    public const uint DeleteAccess = 0x10000;
    public const uint SynchronizeAccess = 0x100000;
    public const uint AddFileAccess = 0x2;
    public const uint ReadAttributesAccess = 0x80;
    public const uint ReadAccess = 0x80000000;

    public const uint OpenExisting = 3;

    public const uint WriteThrough = 0x80000000;
    public const uint BackupSemantics = 0x02000000;
    public const uint OpenReparsePoint = 0x00200000;

    public const uint ReplaceExisting = 1;
    public const uint MoveWriteThrough = 8;

    public const int RemoteInformation = 13;
    public const int DispositionInformation = 21;
    public const int RenameInformation = 22;

    public const uint PosixDeletion = 0x400;

    public const uint FailImmediately = 1;
    public const uint ExclusiveLock = 2;

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial SafeFileHandle CreateFile(
        string path, uint access, FileShare share, nint security, uint disposition, uint flags, nint template);

    [LibraryImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool MoveFile(string path, string target, uint flags);

    [LibraryImport("kernel32", EntryPoint = "SetFileInformationByHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetInformation(SafeFileHandle file, int kind, ReadOnlySpan<byte> value, int size);

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandleEx", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetInformation(SafeFileHandle file, int kind, Span<byte> value, int size);

    [LibraryImport("kernel32", EntryPoint = "GetVolumeInformationByHandleW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetVolumeInformation(
        SafeFileHandle file, nint label, int labelLength, nint serialNumber, nint longestName, out uint features, Span<char> name, int nameLength);

    [LibraryImport("kernel32", EntryPoint = "FlushFileBuffers", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Flush(SafeFileHandle file);

    [LibraryImport("kernel32", EntryPoint = "LockFileEx", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Lock(SafeFileHandle file, uint flags, uint reserved, uint lengthLow, uint lengthHigh, Span<byte> overlapped);
}
