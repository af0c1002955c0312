using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// The kind, identity and owner of a file, which the class library does not provide on Unix. Available on macOS, and on
/// Linux with a C library that has <c>statx</c> (glibc 2.28, musl 1.2.5). Not available elsewhere, nor on Windows, where
/// share modes prevent that an open file is replaced.
/// </summary>
/// <param name="Kind">The bits of the mode that contain the kind of the file.</param>
/// <param name="Device">The file system that contains it.</param>
/// <param name="Inode">Its number in that file system, which no other file gets while this one is open.</param>
/// <param name="Owner">The number of the user that owns it.</param>
internal readonly record struct FileStatus(uint Kind, ulong Device, ulong Inode, uint Owner)
{
    private const uint KindBits = 0xF000;
    private const uint Pipe = 0x1000;
    private const uint Directory = 0x4000;
    private const uint RegularFile = 0x8000;
    private const uint Socket = 0xC000;

    private static volatile bool s_isUnknown = !OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS();

    /// <summary>Whether it is a regular file, and not a directory, pipe, socket or device.</summary>
    public bool IsRegularFile => Kind == RegularFile;

    /// <summary>Its kind, for messages.</summary>
    public string KindName => Kind switch
    {
        RegularFile => "a file",
        Directory => "a directory",
        Pipe => "a pipe",
        Socket => "a socket",
        _ => "a device",
    };

    /// <summary>The status of an open file; null if it is unknown.</summary>
    public static FileStatus? Of(SafeFileHandle file)
    {
        try
        {
            return !s_isUnknown && RawStatus.Of(file, out RawStatus status) == 0 ? From(status) : null;
        }
        catch (EntryPointNotFoundException)
        {
            s_isUnknown = true;
            return null;
        }
    }

    /// <summary>The status of the file at a path, links followed; null if it is unknown.</summary>
    /// <param name="path">The path.</param>
    /// <param name="error">The number of the error; 0 if there was none.</param>
    public static FileStatus? At(string path, out int error)
    {
        error = 0;
        if (s_isUnknown)
        {
            return null;
        }

        try
        {
            if (RawStatus.At(path, out RawStatus status) == 0)
            {
                return From(status);
            }

            error = Marshal.GetLastPInvokeError();
        }
        catch (EntryPointNotFoundException)
        {
            s_isUnknown = true;
        }

        return null;
    }

    /// <summary>Whether both are the same file.</summary>
    public bool IsSameFile(FileStatus other) => Device == other.Device && Inode == other.Inode;

    private static FileStatus From(in RawStatus status) => OperatingSystem.IsMacOS()
        ? new(status.MacMode & KindBits, status.MacDevice, status.MacInode, status.MacOwner)
        : new(status.LinuxMode & KindBits, status.LinuxDevice, status.LinuxInode, status.LinuxOwner);
}
