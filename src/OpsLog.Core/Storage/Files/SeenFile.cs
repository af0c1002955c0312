namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Deletes a small file only if its content is still what the caller has read. A program that does not use the locks of
/// the store can replace the file between the check and the deletion. So the file is renamed first, to a name that no
/// other program uses, and checked again.
/// </summary>
internal static class SeenFile
{
    /// <summary>True if the file was deleted or did not exist. False if it has other content; it then keeps its name.</summary>
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
