using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Segments;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Archive;

/// <summary>
/// Completes what an archive, a restore or an undo of one left when its process ended: the list of segments, the number of
/// archived records, and the files. Costs a listing where there is nothing of the kind.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="state">The state.</param>
/// <param name="manifests">Puts the manifest.</param>
/// <param name="warnings">What could not be deleted.</param>
internal sealed class SegmentRecovery(IStorageBackend backend, WritableState state, ManifestWriter manifests, WarningList warnings)
{
    /// <summary>A segment without records is not longer, whatever its name.</summary>
    private const int LongestEmpty = 1024;

    /// <summary>Whether a file differs from what the manifest says. Another agent may be changing it now.</summary>
    public bool IsNeeded
    {
        get
        {
            try
            {
                Manifest manifest = state.Manifest;
                return Segments().Any(stored => MayDiffer(manifest, stored));
            }
            catch (StorageException e)
            {
                WarnOfDelay(e.Message);
                return false;
            }
        }
    }

    /// <summary>Brings the manifest and the files to what they are. No other agent archives meanwhile, and the state is refreshed.</summary>
    /// <exception cref="StoreFailedException">The manifest could not be put.</exception>
    public void Run(StoreTurn turn)
    {
        List<(string Name, SegmentSize? Size)> changed = [];
        List<string> leftovers = [];
        try
        {
            Manifest manifest = state.Manifest;
            bool mayDelete = !HasStrayLogs(manifest);
            foreach (StoredObject stored in Segments().Where(stored => MayDiffer(manifest, stored)))
            {
                if (!IsNamed(manifest, stored))
                {
                    leftovers.AddRange(mayDelete && IsActive(stored.Name) ? [stored.Name] : []);
                }
                else if (TryMeasure(stored, out SegmentSize size, out bool isEmpty) && (isEmpty || manifest.SegmentSizes.ContainsKey(stored.Name)))
                {
                    changed.Add((stored.Name, isEmpty ? null : size));
                    leftovers.AddRange(isEmpty ? [stored.Name] : []);
                }
            }
        }
        catch (StorageException e)
        {
            // The count is a figure, and no record depends on it.
            WarnOfDelay(e.Message);
            return;
        }

        if (changed.Count + leftovers.Count > 0 && TryPut(turn, changed))
        {
            leftovers.ForEach(name => StoreFiles.DeleteSuperseded(backend, name, warnings.Add));
        }
    }

    private static bool IsNamed(Manifest manifest, StoredObject stored) => manifest.ArchiveSegments.Contains(stored.Name, StringComparer.Ordinal);

    private static bool MayDiffer(Manifest manifest, StoredObject stored) => !IsNamed(manifest, stored)
        || (manifest.SegmentSizes.TryGetValue(stored.Name, out SegmentSize known) ? known.Length != stored.Length : stored.Length <= LongestEmpty);

    private IEnumerable<StoredObject> Segments() => backend.List(StoreLayout.ArchiveFolder).Where(stored => StoreLayout.ParseSegment(stored.Name) is not null);

    /// <summary>
    /// Puts the manifest, also where only files are deleted: an earlier put whose outcome is unknown can name such a file,
    /// and has no effect any more after this one.
    /// </summary>
    private bool TryPut(StoreTurn turn, List<(string Name, SegmentSize? Size)> changed)
    {
        try
        {
            manifests.Put(turn, manifest => changed.Aggregate(manifest, (next, segment) => next.WithSegment(segment.Name, segment.Size, 0)));
            return true;
        }
        catch (Exception e) when (e is StoreChangedException or StorageException { HadNoEffect: true })
        {
            WarnOfDelay(e is StoreChangedException ? "another program changed the manifest." : e.Message);
            return false;
        }
    }

    private void WarnOfDelay(string cause) => warnings.Add(new StoreWarning(
        StoreWarningKind.DeletionPutOff,
        $"An interrupted archive or restore of the store '{backend.Location}' was not completed, if there was one: {cause} No record is affected. The next opening or checkpoint tries again.",
        backend.Location));

    /// <summary>
    /// Whether a log that the manifest does not name is younger than the snapshot. Then the manifest may be an older one that
    /// was put back, and the newer one can name any file.
    /// </summary>
    private bool HasStrayLogs(Manifest manifest) => StoreFiles.WrittenLogs(backend).Any(log => !manifest.Names(log) && !StoreFiles.IsSuperseded(log, manifest));

    /// <summary>What a segment contains. False where it can't be read, which a reader of the segment reports.</summary>
    private bool TryMeasure(StoredObject stored, out SegmentSize size, out bool isEmpty)
    {
        long records = 0;
        bool isRead = TryRead(stored.Name, reader =>
        {
            records += reader.IsRecord ? 1 : 0;
            return true;
        }, out long entries);
        isEmpty = entries == 0;
        size = new SegmentSize(records, stored.Length);
        return isRead;
    }

    /// <summary>Whether all records of a segment are active with an equal value, so that nothing is lost with its file.</summary>
    private bool IsActive(string name) => TryRead(
        name, reader => reader.IsRecord && state.Get(reader.Id) is { } active && RecordJson.AreEqual(active, reader.Value), out _);

    /// <summary>Reads a segment to its end; false where it can't be read, or <paramref name="goesOn"/> ends it.</summary>
    private bool TryRead(string name, Func<SegmentReader, bool> goesOn, out long entries)
    {
        entries = 0;
        try
        {
            using SegmentReader reader = new(backend, StoreLayout.ParseSegment(name) ?? name, name);
            for (; reader.TryRead(); entries++)
            {
                if (!goesOn(reader))
                {
                    return false;
                }
            }

            return true;
        }
        catch (ArchiveSegmentException)
        {
            return false;
        }
    }
}
