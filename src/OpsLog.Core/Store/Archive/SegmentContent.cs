using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Segments;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Archive;

/// <summary>Changes what archive segments contain, together with the manifest, which names and counts it.</summary>
/// <param name="backend">Where the store is.</param>
/// <param name="state">The state.</param>
/// <param name="manifests">Puts the manifest.</param>
/// <param name="warnings">What could not be removed from a segment.</param>
internal sealed class SegmentContent(IStorageBackend backend, WritableState state, ManifestWriter manifests, WarningList warnings)
{
    /// <summary>Has the manifest name a segment to which records were added; where that fails, removes them from it again.</summary>
    public void Name(StoreTurn turn, string segment, SegmentSize size, RecordTable added, RecordTable replaced)
    {
        string name = StoreLayout.Segment(segment);
        try
        {
            manifests.Put(turn, manifest => manifest.WithSegment(name, size, added.Count - replaced.Count));
        }
        catch (StoreChangedException)
        {
            TryRemove(segment, added, replaced);
            throw new StoreLockedException(backend.Location, null, "That process compacted the store while records were archived. Try again.");
        }
        catch (StorageException e) when (e.HadNoEffect)
        {
            if (TryRemove(segment, added, replaced) is { Left: null } && !IsNamed(segment))
            {
                StoreFiles.DeleteSuperseded(backend, name, warnings.Add);
            }

            throw;
        }
        catch (StoreFailedException)
        {
            TryRemove(segment, added, replaced);
            throw;
        }
    }

    /// <summary>Whether the manifest names a segment.</summary>
    public bool IsNamed(string segment) => state.Manifest.ArchiveSegments.Contains(StoreLayout.Segment(segment), StringComparer.Ordinal);

    /// <summary>
    /// Removes records that are active again from their segment, as far as they are there as they were moved, and puts back
    /// those that they had replaced. What fails here is a warning: the records are active and in the segment, as after a
    /// crash in between.
    /// </summary>
    public void Remove(StoreTurn turn, string segment, RecordTable records, RecordTable replaced)
    {
        if (TryRemove(segment, records, replaced) is { } change)
        {
            Uncount(turn, segment, change.Left, change.Removed);
        }
    }

    /// <summary>Warns that records are active and in their segment.</summary>
    public void WarnOfBoth(string segment, int records, string cause) =>
        Warn(segment, $"{Counted.Of(records, "record", "is", "are")} active again, but the archive segment '{segment}' still contains {(records == 1 ? "it" : "them")}, because {cause}");

    /// <summary>Removes records from a segment; null, and a warning, where that fails.</summary>
    private (long Removed, SegmentSize? Left)? TryRemove(string segment, RecordTable records, RecordTable replaced)
    {
        try
        {
            return SegmentChange.Remove(backend, segment, records, replaced);
        }
        catch (Exception e) when (e is ArchiveSegmentException or StorageException)
        {
            WarnOfBoth(segment, records.Count, $"it can't be changed: {e.Message}");
            return null;
        }
    }

    private void Uncount(StoreTurn turn, string segment, SegmentSize? left, long records)
    {
        string name = StoreLayout.Segment(segment);
        try
        {
            manifests.Put(turn, manifest => manifest.WithSegment(name, left, -records));
        }
        catch (Exception e) when (e is StoreFailedException or StoreChangedException or StorageException { HadNoEffect: true })
        {
            string next = e is StoreFailedException ? " Close the store and open it again before you write to it." : "";
            Warn(segment, $"{Counted.Of(records, "record")} left the archive segment '{segment}', but the manifest could not be updated: {(e is StoreChangedException ? "another program changed it." : e.InnerException?.Message ?? e.Message)}{next}");
            return;
        }

        if (left is null)
        {
            StoreFiles.DeleteSuperseded(backend, name, warnings.Add);
        }
    }

    private void Warn(string segment, string message) =>
        warnings.Add(new StoreWarning(StoreWarningKind.SegmentKept, message, StoreFiles.PathOf(backend, StoreLayout.Segment(segment))));
}
