using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// The permissions of a store are those of its directory: users who can read or write the directory can read or write
/// everything that is created in it. On Windows, new files inherit the permissions of the directory.
/// </summary>
internal static class Permissions
{
    /// <summary>The permissions of a directory that the store creates for itself: only its owner can use it.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Special = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;

    /// <summary>Opens a file, and creates it if it does not exist. A new file gets the permissions of its directory.</summary>
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

    /// <summary>Creates a file with the permissions of its directory. Fails if the name exists.</summary>
    public static SafeFileHandle Create(string path)
    {
        SafeFileHandle handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        FollowDirectory(handle, path);
        return handle;
    }

    /// <summary>
    /// Creates a directory that only its owner, the administrators and the system can use, and that inherits nothing from
    /// its parent. A file system without permissions ignores this.
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

    /// <summary>Creates a directory in another one, with the same permissions.</summary>
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
            // The file system has no permissions, or another user has created the directory at the same time.
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
            // The file system has no permissions.
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static UnixFileMode ModeOf(string path) => File.GetUnixFileMode(Path.GetDirectoryName(path)!);
}
