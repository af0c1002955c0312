using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Copies the content of a store at one moment: archive segments first, then the logs up to that moment, then the files
/// that never change and the blobs, and finally the manifest, without which the copy is not a store. Acquires no lock.
/// </summary>
internal sealed class BackupRun(IStorageBackend source, BackupTarget target, BackupOptions options, CancellationToken cancellation) : IDisposable
{
    /// <summary>
    /// An attempt copies what has changed after the last one, so it takes about as long as reading the manifest.
    /// </summary>
    private const int MostAttempts = 1000;

    private readonly SegmentCopies _segments = new(source, target);
    private readonly LogCopies _logs = new(source, target);
    private readonly BlobCopies _blobs = new(source, target);

    /// <summary>Copies the store.</summary>
    public void Run()
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            VersionedContent? content = source.Read(StoreLayout.Manifest);
            if (ReadManifest(content) is not { } manifest)
            {
                CopyAsItIs(content);
                return;
            }

            if (attempt == 0)
            {
                target.Total = Estimate(manifest) + _blobs.Measure();
                _blobs.Update();
            }

            _segments.Update(manifest.ArchiveSegments);
            using StoreMoment? moment = new MomentFinder(source, _segments).TryFind(content!, manifest, _logs.Follow(manifest));
            if (moment is not null && LogCopies.TryCopy(moment))
            {
                Finish(moment);
                return;
            }
        }

        throw new BackupException(
            BackupFault.StoreKeptChanging,
            source.Location,
            $"The store '{source.Location}' was not backed up: a checkpoint, an archive or an undo changed it during each of {MostAttempts} attempts. Nothing was copied. Try again when the store is less busy.");
    }

    public void Dispose() => _logs.Dispose();

    private long Estimate(Manifest manifest) => List()
        .Where(stored => !StoreLayout.TryParseSnapshot(stored.Name, out _) || stored.Name == manifest.CurrentSnapshot)
        .Where(stored => !options.ExcludeHistory || stored.Name == manifest.ActiveOps || !stored.Name.StartsWith(StoreLayout.LogFolder, StringComparison.Ordinal))
        .Sum(stored => stored.Length);

    /// <summary>The manifest; null if it is missing or does not show which files are current.</summary>
    private Manifest? ReadManifest(VersionedContent? content)
    {
        try
        {
            return content is null ? null : ManifestCodec.Read(content.Content, StoreFiles.PathOf(source, StoreLayout.Manifest));
        }
        catch (ManifestException)
        {
            return null;
        }
    }

    /// <summary>Copies the files that no longer change, and finally the manifest.</summary>
    private void Finish(StoreMoment moment)
    {
        if (moment.Snapshot is { } snapshot)
        {
            target.Copy(moment.Manifest.CurrentSnapshot, snapshot);
        }

        IReadOnlyList<string> history = options.ExcludeHistory ? [] : moment.History;
        foreach (string name in history)
        {
            CopyHistory(name);
        }

        _logs.Dispose();
        _blobs.Update();
        target.RemoveAllBut(new HashSet<string>(
            [moment.Manifest.CurrentSnapshot, .. moment.Logs.Select(log => log.Mirror.Name), .. history, .. moment.Manifest.ArchiveSegments, .. _blobs.Names],
            StringComparer.Ordinal));
        target.Put(StoreLayout.Manifest, moment.Content.Content);
    }

    private void CopyHistory(string name)
    {
        if (_logs.TryComplete(name))
        {
            return;
        }

        try
        {
            using IObjectReader reader = source.OpenRead(name);
            target.Copy(name, reader);
        }
        catch (ObjectNotFoundException)
        {
            // Pruned in the meantime, as history can be.
        }
    }

    /// <summary>
    /// If the manifest does not show which files are current, all files are copied unchanged, for the person who
    /// repairs the store. No writer has such a store open.
    /// </summary>
    private void CopyAsItIs(VersionedContent? manifest)
    {
        List<StoredObject> all = List();
        target.Total = all.Sum(stored => stored.Length) + _blobs.Measure();
        foreach (StoredObject stored in all)
        {
            using IObjectReader reader = source.OpenRead(stored.Name);
            target.Copy(stored.Name, reader);
        }

        _blobs.Update();
        if (manifest is not null)
        {
            target.Put(StoreLayout.Manifest, manifest.Content);
        }
    }

    private List<StoredObject> List() =>
        [.. new[] { StoreLayout.SnapshotFolder, StoreLayout.LogFolder, StoreLayout.ArchiveFolder }.SelectMany(source.List).Where(stored => IsPartOfStore(stored.Name))];

    private static bool IsPartOfStore(string name) =>
        StoreLayout.TryParseSnapshot(name, out _)
        || StoreLayout.IsLog(name)
        || StoreLayout.ParseSegment(name) is not null;
}
