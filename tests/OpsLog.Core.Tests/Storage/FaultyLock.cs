namespace OpsLog.Core.Tests.Storage;

/// <summary>A lock taken through a <see cref="FaultyBackend"/>.</summary>
internal sealed class FaultyLock(FaultyBackend owner, IDisposable inner) : IDisposable
{
    private readonly FaultyHandle _handle = new(owner);

    public void Dispose()
    {
        _handle.Dispose();
        inner.Dispose();
    }
}
