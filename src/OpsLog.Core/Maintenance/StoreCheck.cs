using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Checks a store that nobody has open: everything the engine relies on, and what lies about beside it. It changes not
/// a byte and takes no lock, streams each file, and what is wrong with one keeps it from no other.
/// </summary>
public static class StoreCheck
{
    /// <summary>
    /// Checks a store. Findings come file by file, as each is read: the manifest, kept logs from the oldest on, the
    /// current snapshot, the active logs, other snapshots, archive segments, then the rest by name; within a file by
    /// offset. A store that only this engine has written, and that was closed, has none.
    /// </summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="progress">Is told of what was read; null for nobody.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <exception cref="StoreNotFoundException">There is no store.</exception>
    /// <exception cref="StoreLockedException">
    /// Somebody has it open for writing; at the end of the findings, if somebody had meanwhile.
    /// </exception>
    public static IEnumerable<StoreFinding> Run(
        IStorageBackend backend, IProgress<StoreCheckProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(backend);
        CheckRun run = new(backend, progress, cancellation);
        run.List();
        ThrowIfNoStore(run);
        StoreUse.ThrowIfLive(run);
        return Findings(run);
    }

    private static IEnumerable<StoreFinding> Findings(CheckRun run)
    {
        IEnumerable<StoreFinding> findings = Parts(run).SelectMany(part => part());
        foreach (StoreFinding finding in findings)
        {
            yield return finding;
        }

        StoreUse.ThrowIfLive(run);
        StoreUse.ThrowIfChanged(run);
    }

    /// <summary>The parts of a check in their order; each relies on what the ones before it found out.</summary>
    private static IEnumerable<Func<IEnumerable<StoreFinding>>> Parts(CheckRun run)
    {
        StateCheck state = new(run);
        UnnamedCheck unnamed = new(run);
        return
        [
            () => run.Check(StoreLayout.Manifest, new ManifestCheck(run).Check),
            state.KeptLogs,
            state.Snapshot,
            state.ActiveLogs,
            unnamed.Logs,
            unnamed.Snapshots,
            () => (run.Manifest?.ArchiveSegments ?? []).SelectMany(name => run.Check(name, found => new SegmentCheck(run, name, found).Check())),
            unnamed.Segments,
            new StrayCheck(run).Findings,
        ];
    }

    private static void ThrowIfNoStore(CheckRun run)
    {
        bool isThere = !run.IsUsable(StoreLayout.Manifest) || run.Strays.Exists(stray => stray.Kind == StrayKind.Unreadable);
        try
        {
            isThere = isThere || run.Backend.Find(StoreLayout.Manifest) is not null || FreshStore.HoldsData(run.Backend);
        }
        catch (StorageException)
        {
            // What it is that can't be read, the check tells.
            isThere = true;
        }

        if (!isThere)
        {
            throw new StoreNotFoundException(run.Backend.Location);
        }
    }
}
