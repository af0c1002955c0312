using OpsLog.Core.Primitives;

namespace OpsLog.Core.Storage.Files;

/// <summary>Creates the directories of a store.</summary>
internal static class StoreFolders
{
    /// <summary>The folders of every store, each with a trailing <c>/</c>. The folder of blobs is created with the first blob.</summary>
    public static readonly string[] Folders =
        [StoreLayout.SnapshotFolder, StoreLayout.LogFolder, StoreLayout.ArchiveFolder, FileLayout.LockFolder];

    /// <summary>
    /// Creates the missing directories of a store, durably. A new directory of a store is private to its owner. An existing
    /// one keeps its permissions, and the folders in it get the same. New directories above the store get the default
    /// permissions of the platform.
    /// </summary>
    public static void Create(string root, bool withLocks)
    {
        CreateRoot(root);
        foreach (string folder in Folders.Where(folder => withLocks || folder != FileLayout.LockFolder))
        {
            EnsureExists(root, Path.Combine(root, folder.TrimEnd('/')));
        }
    }

    /// <summary>Creates the directory of the store in the same way as <see cref="Create"/>.</summary>
    public static void CreateRoot(string root)
    {
        if (!Directory.Exists(root))
        {
            RefuseFile(root);
            CreateAncestors(Path.GetDirectoryName(root));
            CreatePrivate(root);
        }
    }

    /// <summary>
    /// Makes the names in a store's directories durable, and the path to the store: a process that was killed may have
    /// created a directory or renamed a file, and not flushed the name. Names of locks are not needed after a power cut.
    /// </summary>
    public static void Flush(string root)
    {
        foreach (string folder in Folders.Where(folder => folder != FileLayout.LockFolder).Append(StoreLayout.BlobFolder).Select(folder => FileLayout.PathOf(root, folder)))
        {
            if (Directory.Exists(folder))
            {
                DirectoryFlush.Flush(folder);
            }
        }

        DirectoryFlush.Flush(root);
        DirectoryFlush.FlushAncestors(root);
    }

    /// <summary>The paths of a store's folders, each after the folders in it.</summary>
    public static IEnumerable<string> Within(string root)
    {
        string blobs = Path.Combine(root, StoreLayout.BlobFolder.TrimEnd('/'));
        IEnumerable<string> nested = Directory.Exists(blobs) ? Directory.EnumerateDirectories(blobs, "*", SearchOption.AllDirectories) : [];
        return nested.OrderByDescending(folder => folder.Length).Append(blobs).Concat(Folders.Select(folder => Path.Combine(root, folder.TrimEnd('/'))));
    }

    /// <summary>Removes directories in this order. Those that do not exist or are not empty are skipped.</summary>
    public static void RemoveEmpty(IEnumerable<string> directories)
    {
        foreach (string directory in directories)
        {
            if (Directory.Exists(directory) && !Directory.EnumerateFileSystemEntries(directory).Any())
            {
                Directory.Delete(directory);
            }
        }
    }

    /// <summary>Creates the directory for a file of the store. The directory of the store must exist.</summary>
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

    /// <exception cref="IOException">The path, or a part of it, is a file.</exception>
    private static void RefuseFile(string root)
    {
        for (string? at = root; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(at))
            {
                throw new IOException($"'{at}' is a file, not a folder. Specify the path of a folder.");
            }
        }
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
            Permissions.CreatePrivateOnWindows(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, Permissions.OwnerOnly);
        }

        DirectoryFlush.FlushParent(directory);
    }
}
