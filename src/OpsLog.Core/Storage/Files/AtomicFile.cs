namespace OpsLog.Core.Storage.Files;

/// <summary>Replaces whole files: a reader, and a machine that lost power, sees the old content or the new one.</summary>
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

    /// <summary>As <see cref="Replace"/>, but only where the name is free; false where something has it.</summary>
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

    /// <summary>For content that means nothing after a restart of the machine: whole, but not flushed.</summary>
    public static void ReplaceVolatile(string path, ReadOnlySpan<byte> content)
    {
        using var file = new TemporaryFile(path);
        file.Write(content);
        file.MoveTo(path);
    }
}
