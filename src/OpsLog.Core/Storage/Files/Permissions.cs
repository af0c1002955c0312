using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Who may use a store is what its directory says: everything that is made in it may be read and written by those who
/// may read and write the directory. On Windows new files inherit that from it.
/// </summary>
internal static class Permissions
{
    /// <summary>The owner alone: what a directory is given that the store makes for itself.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Special = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;

    /// <summary>Opens a file that may have to be made, and shares it with everybody.</summary>
    public static SafeFileHandle OpenOrCreate(string path, FileAccess access, FileShare share)
    {
        SpecialFile.Refuse(path);
        bool isNew = !File.Exists(path);
        SafeFileHandle handle = File.OpenHandle(path, FileMode.OpenOrCreate, access, share);
        if (isNew)
        {
            FollowDirectory(handle, path);
        }

        return handle;
    }

    /// <summary>Makes a file that nobody has.</summary>
    public static SafeFileHandle Create(string path)
    {
        SafeFileHandle handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        FollowDirectory(handle, path);
        return handle;
    }

    /// <summary>
    /// Makes a directory that its owner, the administrators and the system itself may use, and that inherits nothing from
    /// the one above it. A file system without permissions ignores that.
    /// </summary>
    [SupportedOSPlatform("windows")]
    public static void CreatePrivateOnWindows(string path)
    {
        var security = new DirectorySecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        SecurityIdentifier[] permitted =
        [
            WindowsIdentity.GetCurrent().User ?? new SecurityIdentifier(WellKnownSidType.CreatorOwnerSid, null),
            new SecurityIdentifier(WellKnownSidType.BuiltinAdministratorsSid, null),
            new SecurityIdentifier(WellKnownSidType.LocalSystemSid, null),
        ];
        foreach (SecurityIdentifier each in permitted)
        {
            security.AddAccessRule(new FileSystemAccessRule(
                each, FileSystemRights.FullControl, InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit, PropagationFlags.None, AccessControlType.Allow));
        }

        new DirectoryInfo(path).Create(security);
    }

    /// <summary>Makes a directory within another one.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        UnixFileMode mode = ModeOf(path);
        Directory.CreateDirectory(path, OwnerOnly);
        try
        {
            File.SetUnixFileMode(path, mode);
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            // A file system without permissions, or a directory that another user made this very moment.
        }
    }

    private static void FollowDirectory(SafeFileHandle handle, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(handle, ModeOf(path) & ~Executable & ~Special);
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            // As with a directory.
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static UnixFileMode ModeOf(string path) => File.GetUnixFileMode(Path.GetDirectoryName(path)!);
}
