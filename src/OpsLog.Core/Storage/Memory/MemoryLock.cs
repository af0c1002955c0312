namespace OpsLog.Core.Storage.Memory;

/// <summary>A lock that is held, or a share in one.</summary>
internal sealed class MemoryLock(string name, int owner, byte[]? holder)
{
    public string Name => name;

    /// <summary>The <see cref="MemoryProcess.Id"/> of the process that holds it.</summary>
    public int Owner => owner;

    /// <summary>What other processes are shown; null for a share.</summary>
    public byte[]? Holder => holder;

    public bool IsShare => holder is null;
}
