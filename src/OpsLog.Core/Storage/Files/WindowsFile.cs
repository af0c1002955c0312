using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// One attempt to rename or delete a file on Windows, with POSIX semantics if the file system supports them (NTFS, from
/// Windows 10 on): a name can be replaced or removed while programs that share deletion have its file open. Other file
/// systems refuse to replace such a name, and a deleted name exists until the last program closes the file.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class WindowsFile
{
    private const uint Replace = 0x1;
    private const uint RenameByPosix = 0x2;
    private const uint RenameReadOnly = 0x40;
    private const uint Delete = 0x1;
    private const uint DeleteByPosix = 0x2;
    private const uint DeleteReadOnly = 0x10;
    private const int LongestShortPath = 259;

    /// <summary>Renames a file and replaces an existing file.</summary>
    public static void Rename(string path, string target)
    {
        using (SafeFileHandle file = Open(path, Kernel32.DeleteAccess | Kernel32.SynchronizeAccess, FileShare.ReadWrite | FileShare.Delete, Kernel32.WriteThrough))
        {
            byte[] request = RenameRequest(target);
            if (Kernel32.SetInformation(file, Kernel32.RenameInformation, request, request.Length))
            {
                return;
            }

            int error = Marshal.GetLastPInvokeError();
            if (!WindowsError.IsUnsupported(error))
            {
                throw WindowsError.Failure(error);
            }
        }

        Move(path, target, Kernel32.ReplaceExisting);
    }

    /// <summary>Renames a file. Fails if the new name exists.</summary>
    public static void RenameToNew(string path, string target) => Move(path, target, 0);

    /// <summary>Deletes a file; does nothing if it does not exist.</summary>
    public static void Remove(string path)
    {
        try
        {
            using SafeFileHandle file = Open(path, Kernel32.DeleteAccess | Kernel32.SynchronizeAccess, FileShare.ReadWrite | FileShare.Delete, 0);
            Span<byte> request = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(request, Delete | DeleteByPosix | DeleteReadOnly);
            if (Kernel32.SetInformation(file, Kernel32.DispositionInformation, request, request.Length))
            {
                return;
            }

            int error = Marshal.GetLastPInvokeError();
            if (!WindowsError.IsUnsupported(error))
            {
                throw WindowsError.Failure(error);
            }
        }
        catch (FileNotFoundException)
        {
            return;
        }

        File.Delete(path);
    }

    /// <summary>Whether a program has a file open, with or without sharing. False if this can't be determined.</summary>
    public static bool IsOpen(string path)
    {
        try
        {
            Open(path, Kernel32.ReadAccess, FileShare.None, 0).Dispose();
            return false;
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            return WindowsError.Of(e) == WindowsError.SharingViolation;
        }
    }

    /// <summary>Opens a file, or with <see cref="Kernel32.BackupSemantics"/> a directory.</summary>
    public static SafeFileHandle Open(string path, uint access, FileShare share, uint flags)
    {
        SafeFileHandle file = Kernel32.CreateFile(Extended(path), access, share, 0, Kernel32.OpenExisting, flags, 0);
        if (file.IsInvalid)
        {
            Exception failure = WindowsError.LastFailure();
            file.Dispose();
            throw failure;
        }

        return file;
    }

    private static void Move(string path, string target, uint flags)
    {
        if (!Kernel32.MoveFile(Extended(path), Extended(target), flags | Kernel32.MoveWriteThrough))
        {
            throw WindowsError.LastFailure();
        }
    }

    // FILE_RENAME_INFO: flags, a handle that is not used, the length of the name in bytes, and the name.
    private static byte[] RenameRequest(string target)
    {
        byte[] name = Encoding.Unicode.GetBytes(Extended(target));
        int length = 2 * nint.Size;
        byte[] request = new byte[length + sizeof(int) + name.Length + sizeof(char)];
        BinaryPrimitives.WriteUInt32LittleEndian(request, Replace | RenameByPosix | RenameReadOnly);
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(length), name.Length);
        name.CopyTo(request, length + sizeof(int));
        return request;
    }

    // The calls accept a path of more than 259 characters only in this form.
    private static string Extended(string path) =>
        path.Length <= LongestShortPath || path.StartsWith(@"\\?\", StringComparison.Ordinal) ? path
        : path.StartsWith(@"\\", StringComparison.Ordinal) ? string.Concat(@"\\?\UNC\", path.AsSpan(2))
        : @"\\?\" + Path.GetFullPath(path);
}
