using System.Buffers;
using OpsLog.Core.Json;
using OpsLog.Core.State;

namespace OpsLog.Core.Store;

/// <summary>
/// Compares the records of two states: of two stores, two moments, or a batch and its store. Records are equal if they have
/// the same names and values: the order of properties, escapes in strings and the form of a number are no difference.
/// </summary>
public static class RecordComparison
{
    /// <summary>
    /// The records that differ: first those of the second state, then those that only the first one contains. The records of a
    /// moment are compared with <see cref="PastRecords.Current"/> at the cost of what was changed in between, by ordinal order of
    /// the ids; any others in the order of their states.
    /// </summary>
    /// <param name="before">The first state.</param>
    /// <param name="after">The second state.</param>
    public static IEnumerable<RecordDifference> Compare(IRecordReader before, IRecordReader after) =>
        KnownChanges(before, after) is { } ids
            ? ids.Select(id => Find(before, after, id)).OfType<RecordDifference>().OrderBy(difference => difference.After is null).ThenBy(difference => difference.Id, StringComparer.Ordinal)
            : CompareAll(before, after);

    /// <summary>The difference of one record; null if it is equal in both, or in neither.</summary>
    /// <param name="before">The first state.</param>
    /// <param name="after">The second state.</param>
    /// <param name="id">The id.</param>
    public static RecordDifference? Find(IRecordReader before, IRecordReader after, string id)
    {
        byte[]? old = Get(before, id);
        byte[]? now = Get(after, id);
        return AreEqual(old, now) ? null : new RecordDifference(id, ToMemory(old), ToMemory(now));
    }

    private static IReadOnlyCollection<string>? KnownChanges(IRecordReader before, IRecordReader after) => (before, after) switch
    {
        (PastRecords past, PastRecords now) when past.Current == now => past.Changed,
        (PastRecords now, PastRecords past) when past.Current == now => past.Changed,
        _ => null,
    };

    private static IEnumerable<RecordDifference> CompareAll(IRecordReader before, IRecordReader after)
    {
        RecordView now = after.View();
        for (int cursor = -1; now.TryAdvance(ref cursor);)
        {
            if (Changed(before, now, cursor) is { } difference)
            {
                yield return difference;
            }
        }

        RecordView old = before.View();
        for (int cursor = -1; old.TryAdvance(ref cursor);)
        {
            string id = old.At(cursor).IdText;
            if (!after.Contains(id))
            {
                yield return new RecordDifference(id, old.At(cursor).Value.ToArray(), null);
            }
        }
    }

    private static RecordDifference? Changed(IRecordReader before, RecordView now, int cursor)
    {
        RecordRef record = now.At(cursor);
        string id = record.IdText;
        byte[]? old = Get(before, id);
        return old is not null && RecordJson.AreEqual(old, record.Value) ? null : new RecordDifference(id, ToMemory(old), record.Value.ToArray());
    }

    private static byte[]? Get(IRecordReader records, string id)
    {
        ArrayBufferWriter<byte> value = new();
        return records.TryGet(id, value) ? value.WrittenSpan.ToArray() : null;
    }

    private static bool AreEqual(byte[]? before, byte[]? after) =>
        before is null || after is null ? before == after : RecordJson.AreEqual(before, after);

    // Even the null of a conditional would become an empty memory by way of an array's conversion.
    private static ReadOnlyMemory<byte>? ToMemory(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;
}
