using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Locks;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Agents;

/// <summary>The manifest as one of several agents puts it: another agent may register at any time.</summary>
/// <param name="backend">Where the store is.</param>
/// <param name="options">How the store was opened.</param>
/// <param name="condition">Whether the store takes writes.</param>
/// <param name="state">The state.</param>
/// <param name="seat">The agent.</param>
internal sealed class AgentManifest(
    IStorageBackend backend, OpsLogStoreOptions options, StoreCondition condition, WritableState state, AgentSeat seat)
    : ManifestWriter(backend, condition, state)
{
    /// <summary>
    /// Has the manifest name this agent's log as <c>activeOps</c> too, where that is free. The npm package's single
    /// writers read <c>activeOps</c> alone, which is an agent's log as long as there is nothing in another one.
    /// </summary>
    public override void NameOwnLog(StoreTurn turn)
    {
        if (!IsFreeForOwnLog(turn, state.Manifest))
        {
            return;
        }

        try
        {
            Put(turn, manifest => IsFreeForOwnLog(turn, manifest) ? manifest with { ActiveOps = state.LogName } : manifest);
        }
        catch (StoreChangedException)
        {
            // Another agent has compacted meanwhile, so the manifest is as good.
        }
    }

    private protected override void AdoptConflict(StoreTurn turn, ManifestFile inPlace, bool mindsNewAgents)
    {
        Manifest found = inPlace.Manifest;
        Manifest before = state.Manifest;
        bool isOther = found.CurrentSnapshot != before.CurrentSnapshot || found.ActiveAgentOps.GetValueOrDefault(seat.Agent) != state.LogName;
        bool hasNewAgents = found.ActiveAgentOps.Keys.Any(agent => !before.ActiveAgentOps.ContainsKey(agent));
        if (!isOther)
        {
            state.Adopt(turn, inPlace.AtSchemaVersion(options.SchemaVersion));
        }

        if (isOther || (hasNewAgents && mindsNewAgents))
        {
            throw new StoreChangedException(found);
        }
    }

    private bool IsFreeForOwnLog(StoreTurn turn, Manifest manifest) =>
        manifest.ActiveOps != state.LogName
        && (manifest.ActiveAgentOps.Count == 1 || HasOthers(turn))
        && Backend.Find(manifest.ActiveOps) is null or { Length: 0 };
}
