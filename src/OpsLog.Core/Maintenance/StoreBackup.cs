using System.Diagnostics;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Maintenance;

/// <summary>Makes consistent copies of stores, which can be in use.</summary>
public static class StoreBackup
{
    /// <summary>Copies the store in a directory to a directory that does not exist yet or is empty.</summary>
    /// <inheritdoc cref="Run(IStorageBackend, IStorageBackend, BackupOptions?, IProgress{BackupProgress}?, CancellationToken)"/>
    public static BackupResult Run(
        string store, string destination, BackupOptions? options = null, IProgress<BackupProgress>? progress = null, CancellationToken cancellation = default)
    {
        using FileSystemBackend source = new(store);
        ThrowIfNoStore(source);
        using BackupFolder folder = BackupFolder.Claim(source.Location, destination);
        using FileSystemBackend target = FileSystemBackend.Unshared(folder.Path);
        BackupResult result = Make(source, target, options ?? new BackupOptions(), progress, cancellation);
        folder.Keep();
        return result;
    }

    /// <summary>
    /// Refuses what <see cref="Run(string, string, BackupOptions?, IProgress{BackupProgress}?, CancellationToken)"/> would
    /// refuse before it begins to copy, with the same errors. Changes nothing.
    /// </summary>
    /// <exception cref="BackupException">The destination contains files, or is inside the store.</exception>
    /// <exception cref="StoreNotFoundException">There is no store.</exception>
    public static void Check(string store, string destination)
    {
        using FileSystemBackend source = new(store);
        ThrowIfNoStore(source);
        BackupFolder.Check(source.Location, destination);
    }

    /// <summary>
    /// Copies the state of a store at one moment after the call: the current snapshot, the logs up to complete steps,
    /// the superseded logs, the archive segments, the blobs, and finally the manifest. Acquires no lock, so writers continue; the
    /// copy contains what they had acknowledged before the call. The copy is read back, checked and loaded before the
    /// call returns. Damaged files are copied unchanged.
    /// </summary>
    /// <param name="source">The backend of the store.</param>
    /// <param name="destination">An empty backend.</param>
    /// <param name="options">What the backup includes; null for everything.</param>
    /// <param name="progress">Receives the progress of copying and reading back; can be null.</param>
    /// <param name="cancellation">Ends the backup and removes what was written.</param>
    /// <exception cref="BackupException">No backup was made, and nothing of it remains.</exception>
    /// <exception cref="OpsLogException">The store or the destination failed; nothing of the backup remains.</exception>
    public static BackupResult Run(
        IStorageBackend source, IStorageBackend destination, BackupOptions? options = null, IProgress<BackupProgress>? progress = null, CancellationToken cancellation = default)
    {
        ThrowIfNoStore(source);
        if (destination.List("").Count > 0)
        {
            throw BackupFolder.NotEmpty(destination.Location);
        }

        destination.Initialize();
        try
        {
            destination.Put(StoreLayout.UnfinishedBackup, BackupFolder.ClaimOn(source.Location), PutCondition.IfAbsent);
        }
        catch (StorageException e) when (e is not PutConflictException)
        {
            // It can have taken effect.
            RemoveAll(new BackupTarget(destination, null, cancellation), e);
            throw;
        }

        return Make(source, destination, options ?? new BackupOptions(), progress, cancellation);
    }

    /// <summary>Makes the copy in a folder that contains only the marker of an unfinished backup.</summary>
    private static BackupResult Make(
        IStorageBackend source, IStorageBackend destination, BackupOptions options, IProgress<BackupProgress>? progress, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        BackupTarget target = new(destination, progress, cancellation);
        try
        {
            destination.Initialize();
            using (BackupRun run = new(source, target, options, cancellation))
            {
                run.Run();
            }

            BackupVerification verification = new(target, progress, cancellation);
            verification.Run();
            destination.Settle();
            destination.Delete(StoreLayout.UnfinishedBackup);
            return new BackupResult
            {
                Source = source.Location,
                Destination = destination.Location,
                Records = verification.Loaded?.Table.Count,
                Operations = verification.Loaded?.Logs.Operations,
                Files = target.Files.Count,
                Bytes = target.Files.Sum(file => file.Length),
                Duration = Stopwatch.GetElapsedTime(began),
                Findings = verification.Findings,
            };
        }
        catch (Exception cause)
        {
            RemoveAll(target, cause);
            throw;
        }
    }

    private static void ThrowIfNoStore(IStorageBackend source)
    {
        if (source.Find(StoreLayout.Manifest) is null && !FreshStore.HoldsData(source))
        {
            throw new StoreNotFoundException(source.Location);
        }
    }

    private static void RemoveAll(BackupTarget target, Exception cause)
    {
        try
        {
            target.RemoveAll();
        }
        catch (StorageException e)
        {
            throw new BackupException(
                BackupFault.NotRemoved,
                target.Backend.Location,
                $"The backup failed: {cause.Message} The incomplete copy could not be removed: {e.Message} Delete '{target.Backend.Location}'.",
                cause);
        }
    }
}
