using System.Text;
using Microsoft.Win32.SafeHandles;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage.Files;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// The directory of a backup while it is made. The first backup creates the marker file, so that a second backup that
/// begins at the same moment is refused.
/// </summary>
internal sealed class BackupFolder : IDisposable
{
    private const int MostAttempts = 10;

    private readonly List<string> _made;
    private bool _isKept;

    private BackupFolder(string path, List<string> made)
    {
        Path = path;
        _made = made;
    }

    /// <summary>The directory's full path.</summary>
    public string Path { get; }

    /// <summary>Creates the directory, or uses an empty one.</summary>
    /// <exception cref="BackupException">It contains files, or is inside the store.</exception>
    /// <exception cref="StorageException">It can't be created or written to.</exception>
    public static BackupFolder Claim(string store, string directory)
    {
        string path = FullPath(directory);
        try
        {
            Check(store, path);
            BackupFolder folder = new(path, Missing(path));
            folder.Begin(store);
            return folder;
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw new StorageException("make a backup in", path, e);
        }
    }

    /// <summary>Refuses a directory that can't receive a backup of a store. Changes nothing.</summary>
    /// <exception cref="BackupException">It contains files, or is inside the store.</exception>
    public static void Check(string store, string directory)
    {
        string path = FullPath(directory);
        if (RealPath.Contains(store, path))
        {
            throw new BackupException(
                BackupFault.DestinationInsideStore, path, $"'{path}' is an invalid backup destination: it is the store '{store}' or is inside it. Specify a folder outside the store.");
        }

        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw NotEmpty(path);
        }
    }

    public static BackupException NotEmpty(string location) => new(
        BackupFault.DestinationNotEmpty, location, $"'{location}' is an invalid backup destination: the folder is not empty. Specify a new folder for each backup.");

    /// <summary>The marker that a backup was begun here.</summary>
    public static byte[] ClaimOn(string store) => Encoding.UTF8.GetBytes(
        $"This folder contains an unfinished backup of '{store}', begun by process {Environment.ProcessId} on {Environment.MachineName}. Delete the folder if that process has ended.\n");

    /// <summary>Marks the backup as complete, so that it is kept.</summary>
    public void Keep() => _isKept = true;

    public void Dispose()
    {
        try
        {
            if (!_isKept)
            {
                StoreFolders.RemoveEmpty(StoreFolders.Within(Path).Concat(_made));
            }
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            // Empty directories, or the file that contains their purpose.
        }
    }

    private static string FullPath(string directory) => System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(directory));

    private static List<string> Missing(string path)
    {
        List<string> missing = [];
        for (string? at = path; at is not null && !Directory.Exists(at); at = System.IO.Path.GetDirectoryName(at))
        {
            missing.Add(at);
        }

        return missing;
    }

    private void Begin(string store)
    {
        string claim = System.IO.Path.Combine(Path, StoreLayout.UnfinishedBackup);
        bool isOurs = false;
        try
        {
            using SafeFileHandle file = CreateClaim(claim);
            isOurs = true;
            RandomAccess.Write(file, ClaimOn(store), 0);
        }
        catch
        {
            if (isOurs)
            {
                File.Delete(claim);
            }

            StoreFolders.RemoveEmpty(_made);
            throw;
        }
    }

    /// <summary>Creates the marker. A backup that was refused meanwhile can remove the folder while it is still empty.</summary>
    private SafeFileHandle CreateClaim(string claim)
    {
        for (int attempt = 1; ; attempt++)
        {
            StoreFolders.CreateRoot(Path);
            try
            {
                return Permissions.Create(claim);
            }
            catch (DirectoryNotFoundException) when (attempt < MostAttempts)
            {
            }
        }
    }
}
