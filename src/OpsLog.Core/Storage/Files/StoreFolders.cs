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
    public static void Create(string root, bool withLocks)
    {
        CreateRoot(root);
        foreach (string folder in Folders.Where(folder => withLocks || folder != FileLayout.LockFolder))
        {
            EnsureExists(root, Path.Combine(root, folder.TrimEnd('/')));
        }
    }

    /// <summary>Makes the store's own directory as <see cref="Create"/> does.</summary>
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
    /// Makes durable what others left in a store's directories, and the path to it: a process that was killed may have
    /// made a directory or renamed a file, and not flushed the name. Names of locks mean nothing after a power cut.
    /// </summary>
    public static void Flush(string root)
    {
        foreach (string folder in Folders.Where(folder => folder != FileLayout.LockFolder).Select(folder => FileLayout.PathOf(root, folder)))
        {
            if (Directory.Exists(folder))
            {
                DirectoryFlush.Flush(folder);
            }
        }

        DirectoryFlush.Flush(root);
        DirectoryFlush.FlushAncestors(root);
    }

    /// <summary>The paths of a store's folders.</summary>
    public static IEnumerable<string> Within(string root) => Folders.Select(folder => Path.Combine(root, folder.TrimEnd('/')));

    /// <summary>Removes directories, in this order, as far as they are there and empty.</summary>
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

    /// <exception cref="IOException">The path leads to a file, or through one.</exception>
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
