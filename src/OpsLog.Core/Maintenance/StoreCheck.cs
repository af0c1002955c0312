using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Checks a store that nobody has open: everything the engine relies on, and what lies about beside it. It changes not
/// a byte, reads each file once and streams it, and what is wrong with one file keeps it from no other.
/// </summary>
public static class StoreCheck
{
    /// <summary>
    /// Checks a store. Findings come file by file, as each is read: the manifest, kept logs from the oldest on, the
    /// current snapshot, the active logs, other snapshots, archive segments, then the rest by name; within a file by
    /// offset. None means that all is well.
    /// </summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="progress">Is told of every megabyte that was read; null for nobody.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <exception cref="StoreNotFoundException">There is no store.</exception>
    /// <exception cref="StoreLockedException">Somebody has it open for writing.</exception>
    public static IEnumerable<StoreFinding> Run(
        IStorageBackend backend, IProgress<StoreCheckProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return Findings(new CheckRun(backend, progress, cancellation));
    }

    private static IEnumerable<StoreFinding> Findings(CheckRun run)
    {
        List<StoreFinding> findings = [];
        foreach (string folder in new[] { StoreLayout.LogFolder, StoreLayout.SnapshotFolder, StoreLayout.ArchiveFolder })
        {
            findings.AddRange(run.Check(folder, found => run.List(folder, found)));
        }

        findings.InsertRange(0, run.Check(StoreLayout.Manifest, new ManifestCheck(run).Check));
        foreach (StoreFinding finding in findings)
        {
            yield return finding;
        }

        if (run.Manifest is not { } manifest)
        {
            yield break;
        }

        SnapshotCheck snapshot = new(run, manifest.CurrentSnapshot);
        foreach (StoreFinding finding in run.Check(manifest.CurrentSnapshot, found => snapshot.Check(found, manifest.Seal)))
        {
            yield return finding;
        }

        foreach (string log in StoreFiles.Logs(run.Backend, manifest.ActiveOps))
        {
            foreach (StoreFinding finding in run.Check(log, new LogCheck(run, log).Check))
            {
                yield return finding;
            }
        }
    }
}
