using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// What a file is, and which file it is: the class library says neither on Unix. Known on Linux with a C library that has
/// <c>statx</c> (glibc 2.28, musl 1.2.5) and on macOS. It is unknown elsewhere, and on Windows, where share modes keep
/// others from replacing an open file.
/// </summary>
/// <param name="Kind">The bits of the mode that say what it is.</param>
/// <param name="Device">The file system that holds it.</param>
/// <param name="Inode">Its number there, which no other file gets while it is open.</param>
/// <param name="Owner">The number of the user it belongs to.</param>
internal readonly record struct FileStatus(uint Kind, ulong Device, ulong Inode, uint Owner)
{
    private const uint KindBits = 0xF000;
    private const uint Pipe = 0x1000;
    private const uint Directory = 0x4000;
    private const uint RegularFile = 0x8000;
    private const uint Socket = 0xC000;

    private static volatile bool s_isUnknown = !OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS();

    /// <summary>Whether it is a file with bytes, and no directory, pipe, socket or device.</summary>
    public bool IsRegularFile => Kind == RegularFile;

    /// <summary>What it is, as messages name it.</summary>
    public string KindName => Kind switch
    {
        RegularFile => "a file",
        Directory => "a directory",
        Pipe => "a pipe",
        Socket => "a socket",
        _ => "a device",
    };

    /// <summary>The status of an open file; null where it is unknown.</summary>
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

    /// <summary>The status of what a path leads to, links followed; null where it is unknown.</summary>
    /// <param name="path">The path.</param>
    /// <param name="error">The number of the error that hid it; 0 where there was none.</param>
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

    /// <summary>Whether both are one and the same file.</summary>
    public bool IsSameFile(FileStatus other) => Device == other.Device && Inode == other.Inode;

    private static FileStatus From(in RawStatus status) => OperatingSystem.IsMacOS()
        ? new(status.MacMode & KindBits, status.MacDevice, status.MacInode, status.MacOwner)
        : new(status.LinuxMode & KindBits, status.LinuxDevice, status.LinuxInode, status.LinuxOwner);
}
