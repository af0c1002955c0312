namespace OpsLog.Core.Tests.Storage;

/// <summary>Counts as open with its backend until it is disposed of for the first time.</summary>
internal sealed class FaultyHandle : IDisposable
{
    private FaultyBackend? _owner;

    public FaultyHandle(FaultyBackend owner)
    {
        _owner = owner;
        owner.Opened();
    }

    public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Closed();
}
