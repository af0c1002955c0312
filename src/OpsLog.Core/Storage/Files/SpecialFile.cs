namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Refuses anything that is not a regular file. Opening a pipe waits until another process opens it too, possibly forever,
/// and reading a device may never end.
/// </summary>
internal static class SpecialFile
{
    /// <exception cref="IOException">The path is a directory, pipe, socket or device.</exception>
    public static void Refuse(string path)
    {
        if (FileStatus.At(path, out _) is { IsRegularFile: false } status)
        {
            throw new IOException($"It is {status.KindName}, not a regular file. Move it out of the store.");
        }
    }
}
