namespace OpsLog.Core.Storage.Memory;

/// <summary>A lock somebody holds.</summary>
internal sealed class MemoryLock(string name, MemoryProcess owner, byte[] holder) : IDisposable
{
    public string Name => name;

    public MemoryProcess Owner => owner;

    public byte[] Holder => holder;

    public void Dispose()
    {
        lock (owner.Disk.Gate)
        {
            owner.Disk.Release(this);
        }
    }
}
