namespace OpsLog.Core.Storage.Memory;

/// <summary>Appends to a file of a <see cref="MemoryDisk"/>.</summary>
internal sealed class MemoryLog(MemoryProcess process, string name, MemoryFile file) : IAppendLog
{
    private bool _isDisposed;

    public long Length
    {
        get
        {
            using MemoryProcess.Call call = Enter("read");
            return file.Length;
        }
    }

    public bool CanTruncate => true;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        using MemoryProcess.Call call = Enter("append to");
        file.Append(bytes);
    }

    public void Flush()
    {
        using MemoryProcess.Call call = Enter("flush");
        file.Flush();
    }

    public void Truncate(long length)
    {
        using MemoryProcess.Call call = Enter("truncate");
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, file.Length);
        file.Truncate(length);
    }

    public void Dispose() => _isDisposed = true;

    private MemoryProcess.Call Enter(string operation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return process.Enter(operation, name);
    }
}
