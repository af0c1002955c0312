namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Refuses what is no file where only files belong. Opening a pipe would wait for its other end, for ever where there is
/// none, and a device has no end.
/// </summary>
internal static class SpecialFile
{
    /// <exception cref="IOException">The path leads to a directory, pipe, socket or device.</exception>
    public static void Refuse(string path)
    {
        if (FileStatus.At(path, out _) is { IsRegularFile: false } status)
        {
            throw new IOException($"It is {status.KindName}, not a regular file. Move it out of the store.");
        }
    }
}
