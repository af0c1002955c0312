using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Segments;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Archive;

/// <summary>Lists and reads archive segments.</summary>
/// <param name="backend">Where the store is.</param>
/// <param name="condition">Whether the store is open.</param>
/// <param name="state">Gives the manifest, which names the segments.</param>
/// <param name="isStrict">Whether what is no record is refused.</param>
/// <param name="othersWrite">Whether another process may write segments while the store is open.</param>
/// <param name="warnings">What was skipped.</param>
internal sealed class SegmentCatalog(
    IStorageBackend backend, StoreCondition condition, StoreState state, bool isStrict, bool othersWrite, WarningList warnings)
{
    private IReadOnlyList<string> FileNames
    {
        get
        {
            condition.ThrowIfClosed();
            return state.Manifest.ArchiveSegments;
        }
    }

    /// <summary>The archive segments. Reads each of them to count its records, and omits those that another process has removed.</summary>
    /// <exception cref="ArchiveSegmentException">A segment can't be read.</exception>
    public IReadOnlyList<ArchiveSegmentInfo> List() => [.. FileNames.Select(TryMeasure).OfType<ArchiveSegmentInfo>()];

    /// <summary>The names of the archive segments.</summary>
    public IReadOnlyList<string> ListNames() => [.. FileNames.Select(SegmentOf)];

    /// <inheritdoc cref="OpsLogStore.CheckSegmentName"/>
    public void CheckName(string segment, IEnumerable<string> besides)
    {
        condition.ThrowIfClosed();
        StoreLayout.CheckNewName("an archive segment", segment, [.. StoreFiles.Segments(backend, state.Manifest).Concat(besides)]);
    }

    /// <summary>Streams the records of a segment.</summary>
    /// <exception cref="ArchiveSegmentException">There is no such segment, another process has removed it, or it can't be read.</exception>
    public IEnumerable<ArchivedRecord> Read(string segment)
    {
        string name = StoreLayout.Segment(segment);
        if (!FileNames.Contains(name, StringComparer.Ordinal))
        {
            string known = string.Join(", ", ListNames());
            string there = known.Length > 0 ? $"The segments of the store are: {known}." : "The store has no segments.";
            string others = othersWrite ? " If another process has just written it, update the store first." : "";
            throw new ArchiveSegmentException(SegmentFault.Missing, segment, $"There is no archive segment '{segment}' in the store '{backend.Location}'. {there}{others}");
        }

        // Its records may be active now, so they are not merely omitted.
        return TryOpen(segment, name) is { } reader
            ? Stream(reader, StoreFiles.PathOf(backend, name))
            : throw new ArchiveSegmentException(
                SegmentFault.Removed, segment, $"The archive segment '{segment}' of the store '{backend.Location}' can't be read: another session has restored all of its records, which removed it, and this session has not loaded that yet. {(othersWrite ? "Update the store with Update-OpsLogStore" : "Open the store again")}, then try again.");
    }

    /// <summary>Opens a segment that the manifest names; null if the manifest on the disk does not name it any more.</summary>
    private SegmentReader? TryOpen(string segment, string name)
    {
        try
        {
            return new SegmentReader(backend, segment, name);
        }
        catch (ArchiveSegmentException e) when (e.Fault == SegmentFault.Missing)
        {
            if (CurrentManifest.Read(backend).Names(name))
            {
                throw;
            }

            return null;
        }
    }

    private ArchiveSegmentInfo? TryMeasure(string name)
    {
        string segment = SegmentOf(name);
        long records = 0;
        using (SegmentReader? reader = TryOpen(segment, name))
        {
            if (reader is null)
            {
                return null;
            }

            while (reader.TryRead())
            {
                records += reader.IsRecord ? 1 : 0;
            }
        }

        StoredObject stored = backend.Find(name) ?? default;
        return new ArchiveSegmentInfo(segment, records, stored.Length, stored.Modified);
    }

    private IEnumerable<ArchivedRecord> Stream(SegmentReader reader, string path)
    {
        long skipped = 0;
        long place = 0;
        using (reader)
        {
            while (reader.TryRead())
            {
                if (reader.IsRecord)
                {
                    yield return new ArchivedRecord(JsonText.Decode(reader.Id), reader.Value.ToArray());
                }
                else if (isStrict)
                {
                    throw reader.Malformed("a record must have a non-empty id and a JSON object as its value");
                }
                else
                {
                    place = skipped++ == 0 ? reader.Offset : place;
                }
            }
        }

        if (skipped > 0)
        {
            warnings.AddOnce(new StoreWarning(
                StoreWarningKind.SkippedRecord,
                $"The archive segment '{path}' contains {(skipped == 1 ? "an invalid record" : $"{skipped:N0} invalid records, the first")} at byte {place}. An id can't be empty, and a value must be a JSON object. {(skipped == 1 ? "The record was skipped and stays" : "The records were skipped and stay")} in the file. Run Test-OpsLogStore to see all of them.",
                path,
                0,
                place));
        }
    }

    private static string SegmentOf(string name) => StoreLayout.ParseSegment(name) ?? name;
}
