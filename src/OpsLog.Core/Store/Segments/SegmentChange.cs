using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Segments;

/// <summary>Changes an archive segment by writing it again and putting the result in its place in one step.</summary>
internal static class SegmentChange
{
    private delegate ReadOnlySpan<byte> Keep(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value);

    /// <summary>Adds records, and returns those that were in the segment under the same ids.</summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="segment">The segment, which need not exist.</param>
    /// <param name="records">The records to add.</param>
    /// <param name="check">Is given the records that are replaced before the segment is; what it throws leaves the segment as it is.</param>
    public static RecordTable Add(IStorageBackend backend, string segment, RecordTable records, Action<RecordTable> check)
    {
        RecordTable replaced = new();
        using SegmentWriter writer = new(backend, segment);
        CopyTo(writer, backend, segment, (id, value) =>
        {
            if (!records.TryGet(id, out _))
            {
                return value;
            }

            // A segment of another program can hold anything, and a line of ours must not be spoilt by it.
            if (RecordJson.IsObject(value) && RecordJson.IsWellFormed(value))
            {
                replaced.Set(id, value);
            }

            return default;
        });
        foreach (RecordRef record in records.Freeze())
        {
            writer.Add(record.Id, record.Value);
        }

        check(replaced);
        writer.Complete();
        return replaced;
    }

    /// <summary>
    /// Takes records out where they are in the segment as they were added, puts those that they had replaced back in their
    /// places, and returns how many records the segment has then.
    /// </summary>
    public static long Remove(IStorageBackend backend, string segment, RecordTable records, RecordTable replaced)
    {
        using SegmentWriter writer = new(backend, segment);
        CopyTo(writer, backend, segment, (id, value) =>
        {
            bool isAsAdded = records.TryGet(id, out ReadOnlySpan<byte> added) && added.SequenceEqual(value);
            return !isAsAdded ? value : replaced.TryGet(id, out ReadOnlySpan<byte> before) ? before : default;
        });
        writer.Complete();
        return writer.Records;
    }

    private static void CopyTo(SegmentWriter writer, IStorageBackend backend, string segment, Keep keep)
    {
        string name = StoreLayout.Segment(segment);
        if (backend.Find(name) is null)
        {
            return;
        }

        using SegmentReader existing = new(backend, segment, name);
        while (existing.TryRead())
        {
            ReadOnlySpan<byte> kept = keep(existing.Id, existing.Value);
            if (!kept.IsEmpty)
            {
                writer.Add(existing.Id, kept);
            }
        }
    }
}
