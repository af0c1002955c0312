using OpsLog.Core.Primitives;

namespace OpsLog.Core.Storage.Files;

/// <summary>Makes the directories of a store.</summary>
internal static class StoreFolders
{
    /// <summary>The folders of a store, each with its <c>/</c>.</summary>
    public static readonly string[] Folders =
        [StoreLayout.SnapshotFolder, StoreLayout.LogFolder, StoreLayout.ArchiveFolder, FileLayout.LockFolder];

    /// <summary>
    /// Makes what is missing of a store's directories, durably. The store's own is private to its owner; one that is
    /// there keeps the permissions somebody chose for it, and those within follow it. Directories above the store get the
    /// platform's usual ones.
    /// </summary>
    public static void Create(string root)
    {
        if (!Directory.Exists(root))
        {
            CreateAncestors(Path.GetDirectoryName(root));
            CreatePrivate(root);
        }

        foreach (string folder in Folders)
        {
            EnsureExists(root, Path.Combine(root, folder.TrimEnd('/')));
        }
    }

    /// <summary>Makes the directory a file of the store goes to. The store's own must be there.</summary>
    public static void EnsureParent(string root, string file) => EnsureExists(root, Path.GetDirectoryName(file)!);

    private static void EnsureExists(string root, string directory)
    {
        if (Directory.Exists(directory))
        {
            return;
        }

        if (directory.Length <= root.Length)
        {
            throw new DirectoryNotFoundException($"There is no directory '{root}'.");
        }

        EnsureExists(root, Path.GetDirectoryName(directory)!);
        Permissions.CreateDirectory(directory);
        DirectoryFlush.FlushParent(directory);
    }

    private static void CreateAncestors(string? directory)
    {
        if (directory is null || Directory.Exists(directory))
        {
            return;
        }

        CreateAncestors(Path.GetDirectoryName(directory));
        Directory.CreateDirectory(directory);
        DirectoryFlush.FlushParent(directory);
    }

    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        Directory.CreateDirectory(directory, Permissions.OwnerOnly);
        DirectoryFlush.FlushParent(directory);
    }
}
