namespace OpsLog.Core.Storage.Files;

/// <summary>Lists the finished objects in a directory and below. Links to directories are not followed, links to files are.</summary>
internal static class FileListing
{
    // The defaults skip files with a leading dot, and directories that this process has no permission to read.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>The objects whose names start with a prefix.</summary>
    /// <param name="root">The directory of the store.</param>
    /// <param name="prefix">The prefix.</param>
    /// <param name="convert">Converts a file name to the form that the store uses; see <see cref="NameForm"/>.</param>
    public static List<StoredObject> List(string root, string prefix, Func<string, string> convert)
    {
        var found = new List<StoredObject>();
        string folder = ObjectName.FolderOf(prefix);
        Add(FileLayout.PathOf(root, folder), folder.Length == 0 ? "" : folder + "/", prefix, convert, found);
        found.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return found;
    }

    private static void Add(string directory, string folder, string prefix, Func<string, string> convert, List<StoredObject> found)
    {
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(directory).EnumerateFileSystemInfos("*", Everything))
            {
                string name = folder + convert(entry.Name);
                if (entry is DirectoryInfo && entry.LinkTarget is null)
                {
                    if ((name + "/").StartsWith(prefix, StringComparison.Ordinal))
                    {
                        Add(entry.FullName, name + "/", prefix, convert, found);
                    }
                }
                else if (name.StartsWith(prefix, StringComparison.Ordinal) && FileLayout.IsObject(name)
                    && Describe(name, entry) is { } stored)
                {
                    found.Add(stored);
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            // No directory, no objects.
        }
    }

    // A link has its own length, which is not that of its target.
    private static StoredObject? Describe(string name, FileSystemInfo entry)
    {
        try
        {
            return (entry.LinkTarget is null ? entry : entry.ResolveLinkTarget(returnFinalTarget: true)) is FileInfo file
                ? new StoredObject(name, file.Length, file.LastWriteTimeUtc)
                : null;
        }
        catch (FileNotFoundException)
        {
            // It was deleted after the directory was read.
            return null;
        }
    }
}
