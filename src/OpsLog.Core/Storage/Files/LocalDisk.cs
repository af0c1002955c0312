namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Whether a directory is on a disk of this computer whose file system lets a program read a file that was deleted. Network
/// file systems do not, if another computer deleted it.
/// </summary>
internal static class LocalDisk
{
    /// <summary>Whether the directory is on such a disk; false if that is not known.</summary>
    public static bool Contains(string directory)
    {
        try
        {
            DriveInfo drive = new(OperatingSystem.IsWindows() ? Path.GetPathRoot(directory)! : directory);
            return drive.DriveType is DriveType.Fixed or DriveType.Ram
                && (!OperatingSystem.IsWindows() || WindowsVolume.RemovesNamesAtOnce(directory));
        }
        catch (Exception e) when (IoFailure.Is(e) || e is ArgumentException)
        {
            // A share without a drive letter, or a directory that can't be read.
            return false;
        }
    }
}
