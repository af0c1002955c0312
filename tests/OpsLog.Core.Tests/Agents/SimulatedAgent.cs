using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Agents;

/// <summary>An agent of the simulation: its store while it is open, and what was acknowledged to it.</summary>
internal sealed class SimulatedAgent(string name)
{
    private MemoryBackend? _view;
    private OpsLogStore? _store;

    public string Name => name;

    /// <summary>Whether it is within a step, so that it can't begin another one.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Called before each of its storage calls.</summary>
    public Action BeforeCall { get; set; } = () => { };

    public List<string> Acknowledged { get; } = [];

    public void Acknowledge(string value) => Acknowledged.Add(value);

    public OpsLogStore Open(MemoryBackend disk)
    {
        if (_store is null)
        {
            _view = disk.Share();
            _store = OpsLogStore.Open(
                new HookBackend(_view, () => BeforeCall()),
                new OpsLogStoreOptions { Agent = name, TurnTimeout = TimeSpan.Zero });
        }

        return _store;
    }

    public void Close()
    {
        OpsLogStore? store = _store;
        _store = null;
        store?.Close();
    }

    public void Kill()
    {
        _view?.Kill();
        Forget();
    }

    /// <summary>The process is gone, and with it the store object.</summary>
    public void Forget()
    {
        _store = null;
        _view = null;
    }
}
