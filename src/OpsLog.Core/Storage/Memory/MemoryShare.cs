namespace OpsLog.Core.Storage.Memory;

/// <summary>A share in a lock.</summary>
internal sealed class MemoryShare(string name, MemoryProcess owner) : IDisposable
{
    public string Name => name;

    public MemoryProcess Owner => owner;

    public void Dispose()
    {
        lock (owner.Disk.Gate)
        {
            owner.Disk.Release(this);
        }
    }
}
