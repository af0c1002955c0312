using OpsLog.Core.Errors;

namespace OpsLog.Core.Storage.Memory;

/// <summary>
/// One of the processes that share a <see cref="MemoryDisk"/>. After it has ended, everything that it opened fails.
/// </summary>
internal sealed class MemoryProcess
{
    private readonly int _bootNumber;
    private bool _isKilled;

    public MemoryProcess(MemoryDisk disk)
    {
        Disk = disk;
        lock (disk.Gate)
        {
            Id = disk.NewProcessId();
            _bootNumber = disk.BootNumber;
        }
    }

    public MemoryDisk Disk { get; }

    public int Id { get; }

    // A power cut ends all processes.
    private bool IsEnded => _isKilled || _bootNumber != Disk.BootNumber;

    /// <summary>
    /// Begins a call. The caller holds the gate until it disposes the result, so the process can't end during the call.
    /// </summary>
    /// <exception cref="StorageException">The process has ended.</exception>
    public Call Enter(string operation, string objectName)
    {
        Monitor.Enter(Disk.Gate);
        if (!IsEnded)
        {
            return new Call(Disk.Gate);
        }

        Monitor.Exit(Disk.Gate);
        throw new StorageException(operation, Disk.PathOf(objectName), new IOException("The process was ended."));
    }

    /// <summary>Acquires a lock, or with null as <paramref name="holder"/> a share in it. Requires a call in progress.</summary>
    /// <returns>Releases the lock when it is disposed.</returns>
    public IDisposable Acquire(string lockName, byte[]? holder)
    {
        MemoryLock held = new(lockName, Id, holder);
        Disk.Add(held);
        return new Handle(Disk, held);
    }

    /// <summary>Ends the process: its handles fail, its locks are released, and what it wrote is kept.</summary>
    public void Kill()
    {
        lock (Disk.Gate)
        {
            _isKilled = true;
            Disk.ReleaseLocksOf(Id);
        }
    }

    internal readonly ref struct Call(object gate)
    {
        public void Dispose() => Monitor.Exit(gate);
    }

    private sealed class Handle(MemoryDisk disk, MemoryLock held) : IDisposable
    {
        public void Dispose()
        {
            lock (disk.Gate)
            {
                disk.Release(held);
            }
        }
    }
}
