using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// A lock of the store that this process holds. The OS lock decides; the file beside it only tells others who has it
/// (on Windows nobody can read the locked file itself), so its failures are passed over.
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
            // Better nobody's name than that of the last holder, who may have died without removing it.
            RemoveHolder();
        }
    }

    /// <summary>What the present holder wrote; null where it wrote nothing or can't be read.</summary>
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
            // Before the lock goes, or it would be the next holder's.
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
