using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Locks;

namespace OpsLog.Core.Tests.Agents;

/// <summary>A process of the simulation: its store while it is open, and what was acknowledged to it.</summary>
internal sealed class SimulatedAgent(string name, OpsLogStoreOptions options)
{
    /// <summary>The number of its last steps that an agent can undo as long as it is open, whatever others do.</summary>
    private const int MostStepsToUndo = 8;

    private MemoryBackend? _view;
    private OpsLogStore? _store;

    public string Name => name;

    /// <summary>Whether it is within a step, so that it can't begin another one.</summary>
    public bool IsBusy { get; set; }

    /// <summary>The number of times that its process has ended; a caller that is in a step then can't finish it.</summary>
    public int Deaths { get; private set; }

    /// <summary>Called before each of its storage calls.</summary>
    public Action BeforeCall { get; set; } = () => { };

    /// <summary>What the logs must contain, in the form of <see cref="LogModel.Facts"/>.</summary>
    public List<string> Acknowledged { get; } = [];

    /// <summary>The number of steps after the last opening that it can certainly undo.</summary>
    public int StepsToUndo { get; private set; }

    public void CountStep() => StepsToUndo = Math.Min(StepsToUndo + 1, MostStepsToUndo);

    public void CountUndo() => StepsToUndo = Math.Max(0, StepsToUndo - 1);

    public void Acknowledge(string what) => Acknowledged.Add($"{name} {what}");

    public OpsLogStore Open(MemoryBackend disk)
    {
        if (_store is null)
        {
            int deaths = Deaths;
            _view = disk.Share();
            OpsLogStore opened = OpsLogStore.Open(new HookBackend(_view, () => BeforeCall()), options);
            if (deaths != Deaths)
            {
                throw new StoreClosedException(opened.Location);
            }

            _store = opened;
            StepsToUndo = 0;
        }

        return _store;
    }

    public void Close()
    {
        OpsLogStore? store = _store;
        _store = null;
        store?.Close();
    }

    /// <summary>Its process is killed; a marker with a process id would go stale with it, were it not this test's own.</summary>
    public void Kill(MemoryBackend disk)
    {
        _view?.Kill();
        if (name.Length == 0 && IsBusy)
        {
            disk.Delete(StoreLayout.WriterMarker);
        }

        Forget();
    }

    /// <summary>The process is gone, and with it the store object.</summary>
    public void Forget()
    {
        Deaths++;
        _store = null;
        _view = null;
    }
}
