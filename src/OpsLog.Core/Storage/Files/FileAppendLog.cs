using Microsoft.Win32.SafeHandles;
using OpsLog.Core.Errors;

namespace OpsLog.Core.Storage.Files;

/// <summary>A log in one file, written at an offset of its own so that a failed append can be taken back.</summary>
internal sealed class FileAppendLog : IAppendLog
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly NamedFile _name;
    private long _leftovers;
    private Exception? _flushFailure;

    private FileAppendLog(string path, SafeFileHandle handle)
    {
        _path = path;
        _handle = handle;
        _name = new NamedFile(path, handle);
        Length = RandomAccess.GetLength(handle);
    }

    public long Length { get; private set; }

    public bool CanTruncate => true;

    public static FileAppendLog Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            // Shared with other writers too: a compaction flushes logs that their agents have open. Not shared for
            // deletion: Windows then refuses to delete or rename the log.
            handle = WindowsRetry.Run(WindowsRetry.Patient, () => Permissions.OpenOrCreate(path, FileAccess.Write, FileShare.ReadWrite), path);

            // Also where the file was there already: whoever made it may have been killed before it flushed the name.
            DirectoryFlush.FlushParent(path);
            return new FileAppendLog(path, handle);
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            handle?.Dispose();
            throw StorageFailure.Of("open for appending", path, e);
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            ThrowIfTakenOver();
            RemoveLeftovers();
            _leftovers = bytes.Length;
            RandomAccess.Write(_handle, bytes, Length);
            _name.ThrowIfLostByNow();
            Length += bytes.Length;
            _leftovers = 0;
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Of("append to", _path, e);
        }
    }

    public void Flush()
    {
        try
        {
            FlushToDisk();
            _name.ThrowIfLost();
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Of("flush", _path, e);
        }
    }

    public void ThrowIfLost()
    {
        try
        {
            _name.ThrowIfLost();
        }
        catch (IOException e)
        {
            throw StorageFailure.Of("find", _path, e);
        }
    }

    public void Truncate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        try
        {
            ThrowIfTakenOver();
            WindowsRetry.Run(WindowsRetry.Patient, () => RandomAccess.SetLength(_handle, length));
            Length = length;
            _leftovers = 0;
            FlushToDisk();
            _name.ThrowIfLost();
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Of("truncate", _path, e);
        }
    }

    public void Dispose() => _handle.Dispose();

    // The kernel may report a lost write once and call the file clean afterwards, so a flush that failed stays failed.
    private void FlushToDisk()
    {
        if (_flushFailure is not null)
        {
            throw new IOException($"An earlier flush failed: {_flushFailure.Message}", _flushFailure);
        }

        try
        {
            DiskFlush.File(_handle);
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            _flushFailure = e;
            throw;
        }
    }

    // What a failed append left must not end up behind, or within, a later one. Not before that: others may have read
    // whole lines of it, and it is the log's owner who knows whether they may go.
    private void RemoveLeftovers()
    {
        if (_leftovers > 0)
        {
            RandomAccess.SetLength(_handle, Length);
            _leftovers = 0;
        }
    }

    // Written at its own offset, an append would lie over what another process has put there.
    private void ThrowIfTakenOver()
    {
        long there = RandomAccess.GetLength(_handle);
        if (there < Length || there > Length + _leftovers)
        {
            throw new IOException($"It has {there} bytes, but this process last wrote up to byte {Length}: another process has written to it. Open the store again.");
        }
    }
}
