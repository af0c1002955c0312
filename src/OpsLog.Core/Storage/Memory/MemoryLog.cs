using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Storage.Memory;

/// <summary>Appends to a file of a <see cref="MemoryDisk"/>.</summary>
internal sealed class MemoryLog(MemoryProcess process, string name, MemoryFile file) : IAppendLog
{
    private bool _isDisposed;

    public long Length { get; private set; } = file.Length;

    public bool CanTruncate => true;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        using MemoryProcess.Call call = Enter("append to");
        ThrowIfWrittenByOthers("append to");
        file.Append(bytes);
        Length = file.Length;
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
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        ThrowIfWrittenByOthers("truncate");
        file.Truncate(length);
        Length = length;
    }

    public void Dispose() => _isDisposed = true;

    private void ThrowIfWrittenByOthers(string operation)
    {
        if (file.Length != Length)
        {
            throw new StorageException(
                operation, process.Disk.PathOf(name), new IOException($"It has {Counted.Of(file.Length, "byte")}, but this process last wrote up to byte {Length}: another process has written to it. Open the store again."));
        }
    }

    private MemoryProcess.Call Enter(string operation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return process.Enter(operation, name);
    }
}
