using ZoneTree;
using ZoneTree.Logger;
using ZoneTree.Options;

namespace OpsLog.Bench.Engines;

/// <summary>The workload in ZoneTree. Several threads can write to it, and its flushes are shared.</summary>
internal sealed class ZoneTable : ITable
{
    private readonly byte[] _buffer = new byte[4096];
    private readonly bool _flushes;
    private readonly IZoneTree<Memory<byte>, Memory<byte>> _tree;
    private readonly IMaintainer _maintainer;

    public ZoneTable(string path, ZoneMode mode)
    {
        _flushes = mode != ZoneMode.Synchronous;
        _tree = new ZoneTreeFactory<Memory<byte>, Memory<byte>>()
            .SetDataDirectory(path)
            .SetLogger(new ConsoleLogger(LogLevel.Error))
            .ConfigureWriteAheadLogOptions(log => log.WriteAheadLogMode = mode == ZoneMode.FlushedInBulk ? WriteAheadLogMode.AsyncCompressed : WriteAheadLogMode.Sync)
            .OpenOrCreate();
        _maintainer = _tree.CreateMaintainer();
    }

    public void Set(string id, byte[] json)
    {
        Upsert(id, json);
        Flush();
    }

    public void SetMany(string[] ids, int from, int count, byte[][] values)
    {
        for (int i = from; i < from + count; i++)
        {
            Upsert(ids[i], values[i % values.Length]);
        }

        Flush();
    }

    public int Get(string id)
    {
        if (!_tree.TryGet(KeyOf(id), out Memory<byte> value))
        {
            return -1;
        }

        value.Span.CopyTo(_buffer);
        return value.Length;
    }

    public int CountEqual(string property, string text)
    {
        JsonFilter filter = new(property, text);
        int count = 0;
        using IZoneTreeIterator<Memory<byte>, Memory<byte>> iterator = _tree.CreateIterator(IteratorType.NoRefresh);
        while (iterator.Next())
        {
            count += filter.IsMatch(iterator.CurrentValue.Span) ? 1 : 0;
        }

        return count;
    }

    public void Tidy()
    {
        _maintainer.EvictToDisk();
        _maintainer.WaitForBackgroundThreads();
    }

    public void Dispose()
    {
        _maintainer.WaitForBackgroundThreads();
        _maintainer.Dispose();
        _tree.Dispose();
    }

    private static Memory<byte> KeyOf(string id) => System.Text.Encoding.UTF8.GetBytes(id);

    private void Upsert(string id, byte[] json)
    {
        Memory<byte> key = KeyOf(id);
        Memory<byte> value = json;
        _tree.Upsert(in key, in value);
    }

    private void Flush()
    {
        if (_flushes)
        {
            _tree.SyncWALAsync().GetAwaiter().GetResult();
        }
    }
}
