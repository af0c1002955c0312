using OpsLog.Core.Errors;

namespace OpsLog.Core.Storage.Memory;

/// <summary>One of the processes that share a memory store; whatever it opened is of no use once it is ended.</summary>
internal sealed class MemoryProcess(MemoryDisk disk)
{
    public MemoryDisk Disk => disk;

    public bool IsEnded { get; set; }

    /// <summary>Begins a call: holds the gate until the result is disposed, so that no end comes in between.</summary>
    /// <exception cref="StorageException">The process is ended.</exception>
    public Call Enter(string operation, string objectName)
    {
        Monitor.Enter(disk.Gate);
        if (!IsEnded)
        {
            return new Call(disk.Gate);
        }

        Monitor.Exit(disk.Gate);
        throw new StorageException(operation, disk.PathOf(objectName), new IOException("The process was ended."));
    }

    internal readonly ref struct Call(object gate)
    {
        public void Dispose() => Monitor.Exit(gate);
    }
}
