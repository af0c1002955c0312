using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Checks a store that is not open for writing: everything that the engine relies on, and other files in the folder. It
/// changes nothing, acquires no lock and streams each file. A problem in one file does not stop the check of the others.
/// </summary>
public static class StoreCheck
{
    /// <summary>
    /// Checks a store. Findings are returned while the files are read: the manifest, kept logs from the oldest to the
    /// newest, the current snapshot, the active logs, other snapshots, archive segments, blobs, then the other files by
    /// name; within a file by offset. A store that only this engine has written, and that was closed, has none.
    /// </summary>
    /// <param name="backend">The backend of the store.</param>
    /// <param name="progress">Receives the progress; can be null.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <exception cref="StoreNotFoundException">There is no store.</exception>
    /// <exception cref="StoreLockedException">
    /// Another process has the store open for writing; thrown after the findings if one opened it during the check.
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
        using StateCheck state = new(run);
        IEnumerable<StoreFinding> findings = Parts(run, state).SelectMany(part => part());
        foreach (StoreFinding finding in findings)
        {
            yield return finding;
        }

        StoreUse.ThrowIfLive(run);
        StoreUse.ThrowIfChanged(run);
    }

    /// <summary>The parts of a check in order; each part relies on the results of the earlier ones.</summary>
    private static IEnumerable<Func<IEnumerable<StoreFinding>>> Parts(CheckRun run, StateCheck state)
    {
        UnnamedCheck unnamed = new(run);
        return
        [
            () => run.Check(StoreLayout.Manifest, new ManifestCheck(run).Check),
            state.KeptLogs,
            state.Snapshot,
            state.ActiveLogs,
            unnamed.Logs,
            unnamed.Snapshots,
            () => (run.Manifest?.ArchiveSegments ?? []).SelectMany(name => run.Check(name, found => Check(run, name, found))),
            unnamed.Segments,
            new BlobCheck(run).Findings,
            new StrayCheck(run).Findings,
        ];
    }

    private static void Check(CheckRun run, string segment, FileFindings findings)
    {
        using SegmentCheck check = new(run, segment, findings);
        check.Check();
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
            // The check reports what can't be read.
            isThere = true;
        }

        if (!isThere)
        {
            throw new StoreNotFoundException(run.Backend.Location);
        }
    }
}
