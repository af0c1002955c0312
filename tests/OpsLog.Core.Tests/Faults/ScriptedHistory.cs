using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Faults;

/// <summary>A fixed course of work on a store, which knows at every moment what the store has promised.</summary>
internal abstract class ScriptedHistory
{
    private readonly List<OpsLogStore> _stores = [];

    /// <summary>A course of work on <see cref="Disk"/>, or on another backend.</summary>
    protected ScriptedHistory(IStorageBackend? backend) => Backend = new FaultyBackend(backend ?? Disk);

    /// <summary>Appends reach the disk in pieces, so that a crash can come between the parts of a line.</summary>
    public const int PieceLength = 48;

    public MemoryBackend Disk { get; } = new();

    /// <summary>What all stores of the script are opened on.</summary>
    public FaultyBackend Backend { get; }

    public Promise Promise { get; private set; } = new();

    /// <summary>The step that is under way.</summary>
    public string Step { get; private set; } = "begin";

    /// <summary>The stores that are open now.</summary>
    public IReadOnlyList<OpsLogStore> Stores => _stores;

    /// <summary>What the stores that were closed had to warn of.</summary>
    public HashSet<StoreWarningKind> Warnings { get; } = [];

    /// <summary>Whether what was acknowledged survives a power cut, and not just the end of the process.</summary>
    public virtual bool SurvivesPowerCut => true;

    /// <summary>Whether several agents write, so that their history has no order of the script's.</summary>
    public virtual bool IsShared => false;

    /// <summary>Whether old logs are deleted, so that the history is the end of what was written.</summary>
    public virtual bool IsPruned => false;

    /// <summary>Whether each snapshot has an index and is read on demand.</summary>
    public bool HasIndexes { get; init; }

    public abstract void Run();

    /// <summary>Closes what is open; the first error is thrown at the end.</summary>
    public void CloseAll()
    {
        List<Exception> errors = [];
        foreach (OpsLogStore store in _stores.ToArray())
        {
            try
            {
                store.Close();
            }
            catch (Exception e)
            {
                errors.Add(e);
            }

            Take(store.Warnings);
        }

        _stores.Clear();
        if (errors.Count > 0)
        {
            throw errors[0];
        }
    }

    protected OpsLogStore Open(string step, OpsLogStoreOptions options, params Func<Contents, Contents>[] stages)
    {
        OpsLogStore? store = null;
        Do(step, () => store = OpsLogStore.Open(Backend, HasIndexes ? options with { SnapshotIndexFrom = -1 } : options), stages);
        _stores.Add(store!);
        return store!;
    }

    protected void Close(string step, OpsLogStore store, params Func<Contents, Contents>[] stages) => Do(
        step,
        () =>
        {
            _stores.Remove(store);
            store.Close();
            Take(store.Warnings);
        },
        stages);

    /// <summary>A step that is acknowledged when it returns, and all before it with it.</summary>
    protected void Do(string step, Action act, params Func<Contents, Contents>[] stages)
    {
        Begin(step, act, stages);
        Promise = Promise.Acknowledge();
    }

    /// <summary>A step that returns before it is acknowledged.</summary>
    protected void Begin(string step, Action act, params Func<Contents, Contents>[] stages)
    {
        Step = step;
        if (stages.Length > 0)
        {
            Promise = Promise.Begin(stages);
        }

        act();
    }

    /// <summary>Several steps under one acknowledgement, in any order among themselves.</summary>
    protected void Together(string step, Action act, params Func<Contents, Contents>[] steps)
    {
        Step = step;
        foreach (Func<Contents, Contents> one in steps)
        {
            Promise = Promise.Begin(one);
        }

        act();
        Promise = Promise.Acknowledge();
    }

    private void Take(IEnumerable<StoreWarning> warnings) => Warnings.UnionWith(warnings.Select(warning => warning.Kind));
}
