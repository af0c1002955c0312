using System.Diagnostics;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Maintenance;

/// <summary>Makes consistent copies of stores, also of such as somebody writes to.</summary>
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
    /// Copies a store as it is at one moment after the call: the current snapshot, the logs up to whole steps, the
    /// superseded logs, the archive segments, and last the manifest. Takes no lock, so writers go on; what they had
    /// acknowledged before the call is in the copy. The copy is read again, checked and loaded before the call returns.
    /// What is damaged is copied as it is.
    /// </summary>
    /// <param name="source">Where the store is.</param>
    /// <param name="destination">An empty place.</param>
    /// <param name="options">What is taken along; null for everything.</param>
    /// <param name="progress">Is told of what was copied and read again; null for nobody.</param>
    /// <param name="cancellation">Ends the backup, and leaves nothing of it.</param>
    /// <exception cref="BackupException">No backup was made, and nothing is left of it.</exception>
    /// <exception cref="OpsLogException">The store or the destination failed; nothing is left of the backup.</exception>
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
            // It may have taken effect.
            RemoveAll(new BackupTarget(destination, null, cancellation), e);
            throw;
        }

        return Make(source, destination, options ?? new BackupOptions(), progress, cancellation);
    }

    /// <summary>Makes the copy in a place that holds nothing but the mark of an unfinished backup.</summary>
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
