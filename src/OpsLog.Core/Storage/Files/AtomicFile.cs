namespace OpsLog.Core.Storage.Files;

/// <summary>Replaces whole files: a reader finds the old content or the new one, also after a power cut.</summary>
internal static class AtomicFile
{
    /// <summary>On return the new content survives a power cut.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        using var file = new TemporaryFile(path);
        file.Write(content);
        file.Flush();
        file.MoveTo(path);
        DirectoryFlush.FlushParent(path);
    }

    /// <summary>The same as <see cref="Replace"/> for a new file; false if the name exists.</summary>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        using var file = new TemporaryFile(path);
        file.Write(content);
        file.Flush();
        if (!file.TryMoveToNew(path))
        {
            return false;
        }

        DirectoryFlush.FlushParent(path);
        return true;
    }

    /// <summary>Replaces content that is not needed after a restart of the machine: complete, but not flushed.</summary>
    public static void ReplaceVolatile(string path, ReadOnlySpan<byte> content)
    {
        using var file = new TemporaryFile(path);
        file.Write(content);
        file.MoveTo(path);
    }
}
