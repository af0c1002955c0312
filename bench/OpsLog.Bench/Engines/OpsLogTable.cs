using System.Buffers;
using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.State;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Engines;

/// <summary>A store of OpsLog. Several threads can write to it.</summary>
internal sealed class OpsLogTable(string path, Durability durability) : ITable
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

    public void Tidy() => Store.Compact();

    public void Dispose() => Store.Dispose();
}
