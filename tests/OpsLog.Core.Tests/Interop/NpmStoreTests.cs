using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Interop;

/// <summary>Tests on one store that the npm package opens in a Node process.</summary>
public abstract class NpmStoreTests : IDisposable
{
    private protected readonly TemporaryDirectory _directory = new();
    private NpmProcess? _node;

    public void Dispose()
    {
        _node?.Dispose();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected NpmStore Open() => (_node ??= new NpmProcess()).Open(_directory.Path);

    /// <summary>Ends the process by SIGKILL; the next store opens in a new one.</summary>
    private protected void Kill()
    {
        _node!.Dispose();
        _node = null;
    }
}
