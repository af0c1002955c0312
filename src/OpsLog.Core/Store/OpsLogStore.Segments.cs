using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Archive;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store;

/// <content>Reading archive segments.</content>
public sealed partial class OpsLogStore
{
    /// <summary>The archive segments. Reads each of them to count its records.</summary>
    public IReadOnlyList<ArchiveSegmentInfo> GetSegments()
    {
        List<ArchiveSegmentInfo> segments = [];
        foreach (string name in SegmentNames())
        {
            string segment = StoreLayout.ParseSegment(name) ?? name;
            long records = 0;
            using (SegmentReader reader = new(_backend, segment, name))
            {
                while (reader.TryRead())
                {
                    records += reader.IsRecord ? 1 : 0;
                }
            }

            StoredObject stored = _backend.Find(name) ?? default;
            segments.Add(new ArchiveSegmentInfo(segment, records, stored.Length, stored.Modified));
        }

        return segments;
    }

    /// <summary>The names of the archive segments.</summary>
    public IReadOnlyList<string> GetSegmentNames() => [.. SegmentNames().Select(name => StoreLayout.ParseSegment(name) ?? name)];

    /// <summary>Streams the records of a segment.</summary>
    /// <exception cref="ArchiveSegmentException">There is no such segment, or it can't be read.</exception>
    public IEnumerable<ArchivedRecord> ReadSegment(string segment)
    {
        string name = StoreLayout.Segment(segment);
        if (!SegmentNames().Contains(name))
        {
            string known = string.Join(", ", GetSegmentNames());
            string there = known.Length > 0 ? $"The segments of the store are: {known}." : "The store has no segments.";
            string others = _options.ReadOnly || _seat is not null ? " If another process has just written it, update the store first." : "";
            throw new ArchiveSegmentException(SegmentFault.Missing, segment, $"There is no archive segment '{segment}' in the store '{Location}'. {there}{others}");
        }

        return Stream(new SegmentReader(_backend, segment, name), StoreFiles.PathOf(_backend, name));
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
                else if (_options.Strict)
                {
                    throw reader.Malformed("a record must have a non-empty id and an object as its value");
                }
                else
                {
                    place = skipped++ == 0 ? reader.Offset : place;
                }
            }
        }

        if (skipped > 0)
        {
            WarnOnce(new StoreWarning(
                StoreWarningKind.SkippedRecord,
                $"The archive segment '{path}' holds records without an id or a JSON object as their value ({skipped}, the first at byte {place}). They were skipped and stay in the file.",
                path,
                0,
                place));
        }
    }

    private IReadOnlyList<string> SegmentNames()
    {
        lock (_state)
        {
            ThrowIfClosed();
            return _manifest.ArchiveSegments;
        }
    }
}
