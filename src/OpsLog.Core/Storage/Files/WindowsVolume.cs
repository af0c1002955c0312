using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// The volume of a directory on Windows. It is found through a handle, because a folder can be the mount point of another
/// volume, or a link to another computer.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class WindowsVolume
{
    private const int LongestName = 261;
    private const int RemoteInformationLength = 256;

    /// <summary>
    /// Whether the volume is on this computer and removes the name of a deleted file at once, while the file is open
    /// (POSIX semantics). NTFS does from the first version of Windows 10 that .NET supports. ReFS does in new versions.
    /// </summary>
    /// <exception cref="IOException">The directory can't be opened.</exception>
    public static bool RemovesNamesAtOnce(string directory)
    {
        using SafeFileHandle handle = WindowsFile.Open(
            directory, Kernel32.ReadAttributesAccess, FileShare.ReadWrite | FileShare.Delete, Kernel32.BackupSemantics);
        Span<char> name = stackalloc char[LongestName];
        return !Kernel32.GetInformation(handle, Kernel32.RemoteInformation, stackalloc byte[RemoteInformationLength], RemoteInformationLength)
            && Kernel32.GetVolumeInformation(handle, 0, 0, 0, 0, out uint features, name, name.Length)
            && ((features & Kernel32.PosixDeletion) != 0 || name[..name.IndexOf('\0')] is "NTFS");
    }
}
