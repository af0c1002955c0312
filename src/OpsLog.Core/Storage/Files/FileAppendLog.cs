using Microsoft.Win32.SafeHandles;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// A log in one file. Its length is known, so that the bytes of a failed append can be removed, and compared with that of
/// the file, so that what another process writes to it is noticed.
/// </summary>
internal sealed class FileAppendLog : IAppendLog
{
    // A comparison takes a quarter of the time of a small append. Where the system appends, no byte of another process can
    // be overwritten, and one comparison in this many milliseconds is sufficient. Each flush compares too.
    private const int CheckEveryMs = 10;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly NamedFile _name;
    private readonly bool _isAppendedTo;
    private long _leftovers;
    private long _checkedAt = long.MinValue;
    private bool _isUnchecked;
    private Exception? _flushFailure;

    private FileAppendLog(string path, SafeFileHandle handle)
    {
        _path = path;
        _handle = handle;
        _name = new NamedFile(path, handle);
        _isAppendedTo = AppendFlag.TrySet(handle);
        Length = RandomAccess.GetLength(handle);
    }

    public long Length { get; private set; }

    public bool CanTruncate => true;

    public static FileAppendLog Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            // Shared with other writers, because a compaction flushes logs that their agents have open. Not shared for
            // deletion, so that Windows refuses to delete or rename the log.
            handle = WindowsRetry.Run(WindowsRetry.Patient, () => Permissions.OpenOrCreate(path, FileAccess.Write, FileShare.ReadWrite), path);

            // Also for an existing file: the process that created it may have been killed before it flushed the name.
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
            bool isCheckDue = !_isAppendedTo || _leftovers > 0 || Environment.TickCount64 - CheckEveryMs >= _checkedAt;
            if (isCheckDue)
            {
                ThrowIfWrittenByOthers();
            }

            RemoveLeftovers();
            _isUnchecked |= !isCheckDue;
            _leftovers = bytes.Length;
            RandomAccess.Write(_handle, bytes, Length);
            if (isCheckDue)
            {
                _name.ThrowIfLost();
            }

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
            Find();
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
            Find();
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
            ThrowIfWrittenByOthers();
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

    // The kernel may report a lost write only once, so after a failed flush every later flush fails.
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

    // The bytes of a failed append must not remain before or within a later append. They are not removed earlier, because
    // other processes may have read whole lines of them, and only the owner of the log can decide whether to remove these.
    private void RemoveLeftovers()
    {
        if (_leftovers > 0)
        {
            RandomAccess.SetLength(_handle, Length);
            _leftovers = 0;
        }
    }

    // What this process only flushes, another one may append to.
    private void Find()
    {
        if (_isUnchecked)
        {
            ThrowIfWrittenByOthers();
        }

        _name.ThrowIfLost();
    }

    // Where the system does not append, an append would overwrite what another process has written there.
    private void ThrowIfWrittenByOthers()
    {
        long there = FileLength.Of(_handle);
        if (there < Length || there > Length + _leftovers)
        {
            throw new IOException($"It has {Counted.Of(there, "byte")}, but this process last wrote up to byte {Length}: another process has written to it. Open the store again.");
        }

        // Not where it fails: the next append has to fail too.
        _checkedAt = Environment.TickCount64;
        _isUnchecked = false;
    }
}
