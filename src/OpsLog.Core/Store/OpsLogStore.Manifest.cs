using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Store.Agents;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store;

/// <content>The manifest: taking a newer one, and putting a changed one.</content>
public sealed partial class OpsLogStore
{
    private void Take(Manifest manifest, string version)
    {
        lock (_state)
        {
            _manifest = manifest with { Version = _options.SchemaVersion };
            _manifestVersion = version;
            _logs.Take(manifest);
        }
    }

    /// <summary>
    /// Puts a changed manifest in place of the one that was read; what agents registered meanwhile stays. Whether a put
    /// that failed took effect nobody knows, so the store takes no more writes then: opening it again settles it.
    /// </summary>
    /// <param name="change">What is to be another.</param>
    /// <param name="taken">Called with the store's lock as the new manifest is taken, so that no reader sees the one without the other.</param>
    /// <param name="beginAgainForNewAgents">Whether agents that came meanwhile make it give up.</param>
    private void PutManifest(Func<Manifest, Manifest> change, Action? taken = null, bool beginAgainForNewAgents = false)
    {
        try
        {
            ManifestFile inPlace;
            while (!ManifestFile.TryPut(_backend, change(_manifest with { IsSealed = true, HasOthers = HasOthers, HasOthersAgents = HasOthersAgents }), _manifestVersion, out inPlace))
            {
                if (_seat is not null)
                {
                    TakeRegistrations(inPlace, beginAgainForNewAgents);
                }
                else if (!TryPassOverRefusedAgents(inPlace))
                {
                    throw new PutConflictException(StoreFiles.PathOf(_backend, StoreLayout.Manifest));
                }
            }

            lock (_state)
            {
                _manifest = inPlace.Manifest;
                _manifestVersion = inPlace.Version;
                taken?.Invoke();
                _logs.Take(inPlace.Manifest);
            }
        }
        catch (StoreChangedException) when (!beginAgainForNewAgents)
        {
            throw new StoreLockedException(Location, null, "That process has just written a snapshot. Try again.");
        }
        catch (Exception cause) when (cause is not StoreChangedException)
        {
            lock (_state)
            {
                _failure ??= cause;
            }

            throw Failed(cause);
        }
    }

    /// <summary>
    /// Makes sure that the npm package finds what is written next, however this process ends. Its agents read the logs in
    /// <c>activeAgentOps</c> alone, which have a single writer's among them where this engine wrote the manifest; its
    /// single writers read <c>activeOps</c> alone, which is an agent's log as long as there is nothing in another one.
    /// </summary>
    private void NameOwnLog()
    {
        if (_seat is null ? _manifest.IsSealed : !IsFreeForOwnLog(_manifest))
        {
            return;
        }

        try
        {
            PutManifest(manifest => _seat is not null && IsFreeForOwnLog(manifest) ? manifest with { ActiveOps = _ownLog } : manifest);
        }
        catch (StoreLockedException)
        {
            // Another agent has compacted meanwhile, so the manifest is as good.
        }
    }

    private bool IsFreeForOwnLog(Manifest manifest) =>
        manifest.ActiveOps != _ownLog
        && (manifest.ActiveAgentOps.Count == 1 || HasOthers)
        && _backend.Find(manifest.ActiveOps) is null or { Length: 0 };

    /// <summary>Takes in what changed between reading the manifest and putting it: agents that came.</summary>
    /// <exception cref="StoreChangedException">A snapshot came, or an agent and that matters to the step.</exception>
    private void TakeRegistrations(ManifestFile found, bool beginAgainForNewAgents)
    {
        Manifest manifest = found.Manifest;
        bool hasNewAgents = manifest.ActiveAgentOps.Keys.Any(agent => !_manifest.ActiveAgentOps.ContainsKey(agent));
        bool hasNewSnapshot = manifest.CurrentSnapshot != _manifest.CurrentSnapshot;
        if (!hasNewSnapshot && !IsLeftOut(manifest))
        {
            Take(manifest, found.Version);
        }

        if (hasNewSnapshot || IsLeftOut(manifest) || (hasNewAgents && beginAgainForNewAgents))
        {
            throw new StoreChangedException(manifest);
        }
    }

    /// <summary>
    /// Whether a single writer finds the manifest changed by nothing but agents that registered and were then refused,
    /// since the store was open; they have written nothing.
    /// </summary>
    private bool TryPassOverRefusedAgents(ManifestFile found)
    {
        Manifest manifest = found.Manifest;
        bool isOurs = manifest.CurrentSnapshot == _manifest.CurrentSnapshot
            && manifest.ActiveOps == _manifest.ActiveOps
            && manifest.ArchiveSegments.SequenceEqual(_manifest.ArchiveSegments);
        IEnumerable<string> came = manifest.ActiveAgentOps.Where(entry => !_manifest.ActiveAgentOps.ContainsKey(entry.Key)).Select(entry => entry.Value);
        if (!isOurs || found.Version == _manifestVersion || came.Any(log => _backend.Find(log) is { Length: > 0 }))
        {
            return false;
        }

        lock (_state)
        {
            _manifest = _manifest with { Revision = manifest.Revision };
            _manifestVersion = found.Version;
        }

        return true;
    }
}
