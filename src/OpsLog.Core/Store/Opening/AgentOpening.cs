using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Locks;
using OpsLog.Core.Store.Roles;

namespace OpsLog.Core.Store.Opening;

/// <summary>Opens a store for one of several agents, beside others that write.</summary>
internal sealed class AgentOpening(StoreContext context, string agent, CancellationToken cancellation)
{
    private readonly IStorageBackend _backend = context.Backend;
    private readonly OpsLogStoreOptions _options = context.Options;

    /// <summary>Refuses an agent id that some file systems do not distinguish from the id of another agent.</summary>
    /// <exception cref="InvalidNameException">Another agent's id differs only in letter case or Unicode form, or the id is too long.</exception>
    public static void CheckId(IStorageBackend backend, string agent, Manifest? manifest) => StoreLayout.CheckNewName(
        "an agent id", agent, (manifest?.ActiveAgentOps.Keys ?? []).Concat(StoreFiles.Agents(backend)).ToHashSet(StringComparer.Ordinal));

    public StoreRole Open()
    {
        _backend.Initialize();
        AgentSeat seat = AgentSeat.Acquire(_backend, agent, new LockWait(_options.LockTimeout, cancellation), _options.TurnTimeout);
        AgentRole role;
        bool mustCheckpoint;
        try
        {
            (role, mustCheckpoint) = Load(seat);
        }
        catch
        {
            seat.Dispose();
            throw;
        }

        return OpenedStore.Begin(role, mustCheckpoint);
    }

    private (AgentRole Role, bool MustCheckpoint) Load(AgentSeat seat)
    {
        for (int attempt = 1; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            HashSet<string> written = StoreFiles.WrittenLogs(_backend);
            ManifestFile manifest = Register();
            _backend.Settle();
            try
            {
                StoreLoad load = new(context, manifest, written, cancellation);
                LoadedStore loaded = load.Run();
                load.Repair(loaded, manifest.Manifest.ActiveAgentOps[agent]);
                load.ReportLost(loaded, written);

                // The package's agents read the agents' logs alone once there are any, and put what a single writer wrote
                // ahead of all that agents did.
                return (new AgentRole(context, loaded, seat), load.MustCheckpoint || loaded.State.Logs.HasWriterOperations);
            }
            catch (Exception e) when (OpenedStore.MayTryAgain(_backend, e, manifest.Version, attempt))
            {
                context.Warnings.Restart();
            }
        }
    }

    /// <summary>Makes sure the manifest names a log for the agent; two that open at one moment both end up in it.</summary>
    private ManifestFile Register()
    {
        string? log = null;
        while (true)
        {
            ManifestFile found = FreshStore.ReadOrCreate(_backend, _options);
            if (found.Manifest.ActiveAgentOps.ContainsKey(agent))
            {
                return found;
            }

            CheckId(_backend, agent, found.Manifest);
            if (log is null)
            {
                log = StoreFiles.NextAgentLog(_backend, agent, found.Manifest);
                _backend.OpenAppend(log).Dispose();
            }

            Manifest registered = found.Manifest with
            {
                ActiveAgentOps = new Dictionary<string, string>(found.Manifest.ActiveAgentOps, StringComparer.Ordinal) { [agent] = log },
            };
            if (ManifestFile.TryPut(_backend, registered, found.Version, out ManifestFile inPlace))
            {
                return inPlace;
            }

            // Another process changed it first; this change goes on top of that.
        }
    }
}
