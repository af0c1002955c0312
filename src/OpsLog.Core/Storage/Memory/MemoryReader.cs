namespace OpsLog.Core.Storage.Memory;

/// <summary>Reads a file of a <see cref="MemoryDisk"/>, also after another file has its name.</summary>
internal sealed class MemoryReader(MemoryProcess process, string name, MemoryFile file) : IObjectReader
{
    private bool _isDisposed;

    public long Length
    {
        get
        {
            using MemoryProcess.Call call = Enter();
            return file.Length;
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        using MemoryProcess.Call call = Enter();
        return file.Read(offset, buffer);
    }

    public void Dispose() => _isDisposed = true;

    private MemoryProcess.Call Enter()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return process.Enter("read", name);
    }
}
