using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Segments;

/// <summary>Changes an archive segment by writing it again and putting the result in its place in one step.</summary>
internal static class SegmentChange
{
    private delegate ReadOnlySpan<byte> Keep(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value);

    /// <summary>Adds records, and returns those that were in the segment under the same ids, and what it contains then.</summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="segment">The segment, which need not exist.</param>
    /// <param name="records">The records to add.</param>
    /// <param name="check">Is given the records that are replaced before the segment is; what it throws leaves the segment as it is.</param>
    public static (RecordTable Replaced, SegmentSize Size) Add(IStorageBackend backend, string segment, RecordTable records, Action<RecordTable> check)
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
        return (replaced, writer.Size);
    }

    /// <summary>
    /// Adds the records whose ids the segment does not contain, and returns them, and what the segment contains then, if it
    /// was written. Those that it contains with an equal value stay as they are.
    /// </summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="segment">The segment, which need not exist.</param>
    /// <param name="records">The records to add.</param>
    /// <param name="always">Whether it is written where nothing is added.</param>
    /// <param name="conflict">The error for a record that the segment contains with another value; the segment stays as it is.</param>
    public static (RecordTable Added, SegmentSize? Size) AddMissing(IStorageBackend backend, string segment, RecordTable records, bool always, Func<byte[], Exception> conflict)
    {
        HashSet<string> present = new(StringComparer.Ordinal);
        RecordTable added = new();
        using SegmentWriter writer = new(backend, segment);
        CopyTo(writer, backend, segment, (id, value) =>
        {
            if (records.TryGet(id, out ReadOnlySpan<byte> record))
            {
                present.Add(RecordJson.AreEqual(value, record) ? JsonText.Decode(id) : throw conflict(id.ToArray()));
            }

            return value;
        });
        foreach (RecordRef record in records.Freeze())
        {
            if (!present.Contains(record.IdText))
            {
                writer.Add(record.Id, record.Value);
                added.Set(record.Id, record.Value);
            }
        }

        if (added.Count == 0 && !always)
        {
            return (added, null);
        }

        writer.Complete();
        return (added, writer.Size);
    }

    /// <summary>
    /// Takes records out where they are in the segment as they were added, and puts those that they had replaced back in
    /// their places.
    /// </summary>
    /// <returns>How many records the segment has lost, and what it contains then; null where nothing is left.</returns>
    public static (long Removed, SegmentSize? Left) Remove(IStorageBackend backend, string segment, RecordTable records, RecordTable replaced)
    {
        long removed = 0;
        using SegmentWriter writer = new(backend, segment);
        CopyTo(writer, backend, segment, (id, value) =>
        {
            bool isAsAdded = records.TryGet(id, out ReadOnlySpan<byte> added) && added.SequenceEqual(value);
            removed += isAsAdded && !replaced.TryGet(id, out _) ? 1 : 0;
            return !isAsAdded ? value : replaced.TryGet(id, out ReadOnlySpan<byte> before) ? before : default;
        });
        writer.Complete();
        return (removed, writer.IsEmpty ? null : writer.Size);
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
                writer.Add(existing.Id, kept, existing.IsRecord);
            }
        }
    }
}
