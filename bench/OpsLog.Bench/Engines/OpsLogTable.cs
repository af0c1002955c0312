using System.Buffers;
using System.Text;
using OpsLog.Core.Indexes;
using OpsLog.Core.Json;
using OpsLog.Core.State;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Engines;

/// <summary>A store of OpsLog. Several threads can write to it.</summary>
internal sealed class OpsLogTable(string path, Durability durability) : IIndexedTable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    public OpsLogStore Store { get; } = OpsLogStore.Open(path, BenchContext.Quiet(durability));

    public void Set(string id, byte[] json) => Store.Set(id, json);

    public void SetMany(string[] ids, int from, int count, byte[][] values)
    {
        using DeferredWrites writes = Store.DeferWrites();
        for (int i = from; i < from + count; i++)
        {
            writes.Set(ids[i], values[i % values.Length]);
        }
    }

    public int Get(string id)
    {
        _buffer.ResetWrittenCount();
        return Store.TryGet(id, _buffer) ? _buffer.WrittenCount : -1;
    }

    public int CountEqual(string property, string text)
    {
        PropertyName name = new(property, ignoreCase: false);
        byte[] wanted = Encoding.UTF8.GetBytes($"\"{text}\"");
        int count = 0;
        foreach (RecordRef record in Store.View())
        {
            if (name.Find(record.Value, out ReadOnlySpan<byte> value) == PropertyMatch.Found && value.SequenceEqual(wanted))
            {
                count++;
            }
        }

        return count;
    }

    public void CreateIndex(string property) => Store.CreateIndex(property);

    public int CountIndexed(string property, string text) => (int)Find(property, text, counts: true).Certain;

    public int GetIndexed(string property, string text)
    {
        IndexedRecords found = Find(property, text, counts: false);
        foreach (int cursor in found.Cursors.Span)
        {
            _buffer.ResetWrittenCount();
            _buffer.Write(found.View.At(cursor).Value);
        }

        return found.Cursors.Length;
    }

    public void Tidy() => Store.Compact();

    public void Dispose() => Store.Dispose();

    /// <summary>No other record is returned, because all values of the workload are plain strings.</summary>
    private IndexedRecords Find(string property, string text, bool counts) => Store.Find(
        IndexPlan.Of(new IndexCondition(property) { Texts = [text], Possible = IndexedValues.None, Certain = IndexedValues.Texts }), counts)!;
}
