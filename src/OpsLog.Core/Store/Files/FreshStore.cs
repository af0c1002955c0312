using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Files;

/// <summary>Makes a store where there is none.</summary>
internal static class FreshStore
{
    /// <summary>An empty snapshot is a header alone; anything longer holds records.</summary>
    private const int LongestEmptySnapshot = 256;

    /// <summary>The manifest; where there is no store and one may be created, that of a new one.</summary>
    /// <exception cref="StoreNotFoundException">There is no store, and the options require one.</exception>
    /// <inheritdoc cref="Create"/>
    public static ManifestFile ReadOrCreate(IStorageBackend backend, OpsLogStoreOptions options)
    {
        RequireStore(backend, options);
        return ManifestFile.Parse(backend, backend.Read(StoreLayout.Manifest) ?? Create(backend, options.SchemaVersion));
    }

    /// <summary>Refuses a place without a store if the options require one.</summary>
    /// <exception cref="StoreNotFoundException">There is no store.</exception>
    public static void RequireStore(IStorageBackend backend, OpsLogStoreOptions options)
    {
        if (options.MustExist && FindManifest(backend) is null)
        {
            throw new StoreNotFoundException(backend.Location);
        }
    }

    /// <summary>Writes an empty snapshot, an empty log and the manifest; where another process was faster, its manifest counts.</summary>
    /// <exception cref="ManifestException">There is data beside the missing manifest.</exception>
    /// <exception cref="BackupException">A backup was begun there and not finished.</exception>
    public static VersionedContent Create(IStorageBackend backend, int schemaVersion)
    {
        ThrowIfUnfinishedBackup(backend);
        if (HoldsData(backend))
        {
            // Or another agent made the store this very moment.
            return backend.Read(StoreLayout.Manifest) ?? throw ManifestFile.Missing(backend);
        }

        long unixMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        string now = Timestamp.Format(unixMs);
        WrittenSnapshot snapshot =
            StoreFiles.WriteSnapshot(backend, manifest: null, new SnapshotHeader(schemaVersion, now), new RecordTable().Freeze());
        string log = StoreFiles.NextLog(backend, null);
        backend.OpenAppend(log).Dispose();
        Manifest fresh = new()
        {
            Version = schemaVersion,
            CurrentSnapshot = snapshot.Name,
            ActiveOps = log,
            Stats = new ManifestStats(0, 0, 0, now, now),
            Seal = snapshot.Seal,
        };
        byte[] manifest = ManifestCodec.Write(fresh.AtNextRevision(unixMs));
        try
        {
            return new VersionedContent(manifest, backend.Put(StoreLayout.Manifest, manifest, PutCondition.IfAbsent));
        }
        catch (PutConflictException)
        {
            return backend.Read(StoreLayout.Manifest) ?? throw ManifestFile.Missing(backend);
        }
    }

    /// <summary>The manifest; null where there is no store.</summary>
    /// <exception cref="ManifestException">There is data beside the missing manifest.</exception>
    /// <exception cref="BackupException">A backup was begun there and not finished.</exception>
    public static VersionedContent? FindManifest(IStorageBackend backend)
    {
        if (backend.Read(StoreLayout.Manifest) is { } content)
        {
            return content;
        }

        ThrowIfUnfinishedBackup(backend);

        // Or another process made the store this very moment.
        return HoldsData(backend) ? backend.Read(StoreLayout.Manifest) ?? throw ManifestFile.Missing(backend) : null;
    }

    /// <summary>Whether the place holds more than a first opening that was cut short leaves behind.</summary>
    public static bool HoldsData(IStorageBackend backend) =>
        backend.List(StoreLayout.LogFolder).Any(log => log.Length > 0 && !IsIndex(log))
        || backend.List(StoreLayout.SnapshotFolder).Any(snapshot => snapshot.Length > LongestEmptySnapshot && !IsIndex(snapshot));

    private static bool IsIndex(StoredObject stored) => StoreLayout.ParseIndex(stored.Name) is not null;

    /// <summary>Where there is no manifest, refuses what is left of a backup: it holds a part of a store.</summary>
    public static void ThrowIfUnfinishedBackup(IStorageBackend backend)
    {
        if (backend.Find(StoreLayout.UnfinishedBackup) is not null)
        {
            throw new BackupException(
                BackupFault.Unfinished, backend.Location, $"'{backend.Location}' can't be opened: it contains an unfinished backup. Delete the folder, and use another backup or make a new one.");
        }
    }
}
