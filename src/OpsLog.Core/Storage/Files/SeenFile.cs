namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Deletes a small file only if it still is what the caller has seen. Programs that take no turn with us may replace it
/// between a look and a deletion, so it is renamed first and looked at again, where they no longer find it.
/// </summary>
internal static class SeenFile
{
    /// <summary>Whether the file is gone: deleted, or not there. False where it is another one, which keeps its name.</summary>
    /// <exception cref="IOException">The file can't be renamed or deleted.</exception>
    public static bool TryDelete(string path, ReadOnlySpan<byte> seen)
    {
        if (!FileObjectReader.Exists(path))
        {
            return true;
        }

        if (!Holds(path, seen))
        {
            return false;
        }

        string aside = FileLayout.NewTemporary(path);
        try
        {
            FileRename.Run(path, aside);
        }
        catch (Exception e) when (IoFailure.IsMissing(e) || e.HResult == Libc.NoSuchFile)
        {
            return true;
        }

        bool isSeen = Holds(aside, seen);
        if (isSeen || !ExclusiveName.TryMove(aside, path))
        {
            FileDelete.Run(aside);
        }

        DirectoryFlush.FlushParent(path);
        return isSeen;
    }

    private static bool Holds(string path, ReadOnlySpan<byte> seen)
    {
        try
        {
            using FileObjectReader reader = FileObjectReader.Open(path);
            return reader.ReadWhole().AsSpan().SequenceEqual(seen);
        }
        catch (Errors.ObjectNotFoundException)
        {
            return false;
        }
    }
}
