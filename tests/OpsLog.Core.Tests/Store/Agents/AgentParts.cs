using OpsLog.Core.Storage;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Agents;
using OpsLog.Core.Store.Reading;
using OpsLog.Core.Tests.Store.Writing;

namespace OpsLog.Core.Tests.Store.Agents;

/// <summary>The parts of an agent.</summary>
internal sealed class AgentParts : OwnedParts
{
    public AgentParts(IStorageBackend? backend = null, string agent = "a", OpsLogStoreOptions? options = null)
        : base(backend, (options ?? new()) with { Agent = agent }, owned => new AgentManifest(owned.Backend, owned.Options, owned.Condition, owned.State, owned.Seat))
    {
        Refresh = new AgentRefresh(Owned.Backend, Owned.Options, Owned.Condition, State, Pipeline, Owned.Seat, Owned.Warnings, new OpenSnapshots(), new HeldLogs(Owned.Backend));
        Undo = new AgentUndo(Owned.Backend, State, Pipeline, Refresh, Owned.Seat, NoPreparation);
    }

    public AgentRefresh Refresh { get; }

    public AgentUndo Undo { get; }
}
