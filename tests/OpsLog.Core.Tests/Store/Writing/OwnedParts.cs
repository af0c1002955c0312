using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Undo;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Store.Writing;

/// <summary>The parts of a writer over its state, connected as its role connects them. It has the turn.</summary>
internal abstract class OwnedParts : IDisposable
{
    /// <summary>An undo that changes nothing outside of the log.</summary>
    private protected static UndoPreparation NoPreparation { get; } = new((_, _) => static () => { });

    protected OwnedParts(IStorageBackend? backend, OpsLogStoreOptions? options, Func<OwnedState, ManifestWriter> manifestOf)
    {
        Owned = new OwnedState(backend, options);
        Pipeline = Owned.Pipeline();
        Manifests = manifestOf(Owned);
        Succession = new LogSuccession(Owned.Backend, Owned.Options, State, Pipeline, Manifests, new LogIndexes(Owned.Backend, canWrite: true), Owned.Warnings);
        Turn = State.EnterTurn(default);
    }

    public OwnedState Owned { get; }

    public WritableState State => Owned.State;

    public WritePipeline Pipeline { get; }

    public ManifestWriter Manifests { get; }

    public LogSuccession Succession { get; }

    public StoreTurn Turn { get; }

    /// <summary>Writes records, or removes those without a value, as one step.</summary>
    public void Write(params (string Id, string? Json)[] records) =>
        Pipeline.WriteStep(Turn, [.. records.Select(record => OwnedState.Staged(record.Id, record.Json))]);

    /// <summary>Goes on behind a snapshot of the state, as a checkpoint does.</summary>
    public void SwitchToSnapshot(long horizon = 0)
    {
        (IStorageBackend backend, string? agent) = (Owned.Backend, Owned.Options.Agent);
        Manifest before = State.Manifest;
        SnapshotHeader header = new(1, Timestamp.Format(0)) { Clock = State.Clock, Horizon = horizon };
        WrittenSnapshot snapshot = StoreFiles.WriteSnapshot(backend, before, header, State.View(), State.AgentsOf(Turn));
        string log = agent is null ? StoreFiles.NextLog(backend, before) : StoreFiles.NextAgentLog(backend, agent, before);
        Manifest ChangeOf(Manifest manifest) => manifest with
        {
            CurrentSnapshot = snapshot.Name,
            Seal = snapshot.Seal,
            ActiveOps = log,
            ActiveAgentOps = agent is null ? manifest.ActiveAgentOps : new Dictionary<string, string>() { [agent] = log },
        };
        Succession.SwitchTo(Turn, log, snapshot, header, ChangeOf, mindsNewAgents: false);
    }

    public void Dispose()
    {
        Turn.Dispose();
        Pipeline.Dispose();
        Owned.Dispose();
    }
}
