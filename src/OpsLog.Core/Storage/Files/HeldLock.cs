using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// A lock of the store that this process holds. The lock of the operating system is decisive. A second file only contains
/// the name of the holder for other processes, because on Windows the locked file itself can't be read. Failures to write
/// or delete that file are therefore ignored.
/// </summary>
internal sealed class HeldLock : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly string _holderPath;
    private int _released;

    public HeldLock(SafeFileHandle handle, string holderPath, ReadOnlySpan<byte> holder)
    {
        _handle = handle;
        _holderPath = holderPath;
        try
        {
            AtomicFile.ReplaceVolatile(holderPath, holder);
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            // No name is better than the name of the previous holder, which may have ended without deleting the file.
            RemoveHolder();
        }
    }

    /// <summary>What the current holder wrote; null if it wrote nothing, or if the file can't be read.</summary>
    public static byte[]? ReadHolder(string holderPath)
    {
        try
        {
            using FileObjectReader reader = FileObjectReader.Open(holderPath);
            return reader.ReadWhole();
        }
        catch (Errors.StorageException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            // Before the lock is released: after that, the file can be that of the next holder.
            RemoveHolder();
            _handle.Dispose();
        }
    }

    private void RemoveHolder()
    {
        try
        {
            FileDelete.Run(_holderPath);
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
        }
    }
}
