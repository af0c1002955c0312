using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Checkpoints;

/// <summary>Puts a changed manifest in place of the one that was read.</summary>
/// <param name="backend">Where the store is.</param>
/// <param name="condition">Whether the store takes writes.</param>
/// <param name="state">The state that the manifest belongs to.</param>
internal abstract class ManifestWriter(IStorageBackend backend, StoreCondition condition, StoreState state)
{
    private protected IStorageBackend Backend => backend;

    private protected StoreState State => state;

    /// <summary>Puts the manifest with a change, and goes on with it.</summary>
    /// <exception cref="StoreChangedException">Another program changed the store, and the manifest is as that program left it.</exception>
    /// <exception cref="StorageException">The put certainly had no effect.</exception>
    /// <exception cref="StoreFailedException">The put failed.</exception>
    public void Put(StoreTurn turn, Func<Manifest, Manifest> change) => state.Adopt(turn, Put(turn, change, mindsNewAgents: false));

    /// <summary>
    /// Puts the manifest with a change and returns it; the caller goes on with it. Whether a put that failed took effect
    /// is usually unknown, so the store takes no more writes then: opening it again shows it.
    /// </summary>
    /// <exception cref="StorageException">The put certainly had no effect, and the store is as before.</exception>
    /// <param name="turn">The turn.</param>
    /// <param name="change">The change.</param>
    /// <param name="mindsNewAgents">Whether the put is given up where agents registered in between.</param>
    public ManifestFile Put(StoreTurn turn, Func<Manifest, Manifest> change, bool mindsNewAgents)
    {
        try
        {
            while (true)
            {
                ManifestFile before = state.ManifestFile;
                Manifest next = change(before.Manifest with { IsSealed = true, HasOthers = HasOthers(turn), HasOthersAgents = HasOthersAgents(turn) });
                if (ManifestFile.TryPut(backend, next, before.Version, out ManifestFile inPlace))
                {
                    return inPlace;
                }

                AdoptConflict(turn, inPlace, mindsNewAgents);
            }
        }
        catch (Exception cause) when (cause is not StoreChangedException and not StorageException { HadNoEffect: true })
        {
            throw condition.FailAndReport(cause);
        }
    }

    /// <summary>Makes sure that the npm package finds what is written next, however this process ends.</summary>
    public abstract void NameOwnLog(StoreTurn turn);

    /// <summary>Whether the npm package has written here, as far as it is known.</summary>
    public bool HasOthers(StoreTurn turn) => state.Manifest.HasOthers || state.LogsOf(turn).HasForeign;

    /// <summary>Whether the npm package's agents have written here, as far as it is known.</summary>
    public bool HasOthersAgents(StoreTurn turn) => state.Manifest.HasOthersAgents || state.LogsOf(turn).HasForeignAgent;

    /// <summary>Adopts the manifest that another process put, where the change can go on top of that.</summary>
    /// <exception cref="StoreChangedException">It can't.</exception>
    /// <exception cref="PutConflictException">It can't, and the store is not this writer's any more.</exception>
    private protected abstract void AdoptConflict(StoreTurn turn, ManifestFile inPlace, bool mindsNewAgents);
}
