using OpsLog.Core.Errors;

namespace OpsLog.Core.Storage.Memory;

/// <summary>Writes a file that is not visible before it is complete.</summary>
internal sealed class MemoryWriter(MemoryProcess process, string name, bool replace) : IObjectWriter
{
    private readonly MemoryFile _file = new();
    private bool _isCompleted;
    private bool _isDisposed;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        using MemoryProcess.Call call = Enter("write");
        _file.Append(bytes);
    }

    public void Complete()
    {
        using MemoryProcess.Call call = Enter("write");
        if (!replace && process.Disk.Find(name) is not null)
        {
            throw new PutConflictException(process.Disk.PathOf(name));
        }

        _isCompleted = true;
        _file.Flush();
        process.Disk.Name(name, _file);
    }

    public void Dispose() => _isDisposed = true;

    private MemoryProcess.Call Enter(string operation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _isCompleted
            ? throw new InvalidOperationException($"'{process.Disk.PathOf(name)}' is already complete.")
            : process.Enter(operation, name);
    }
}
