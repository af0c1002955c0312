using RocksDbSharp;

namespace OpsLog.Bench.Engines;

/// <summary>The workload in RocksDB. Several threads can write to it, and its flushes are shared.</summary>
internal sealed class RocksTable : ITable
{
    private const ulong CacheBytes = 512UL * 1024 * 1024;
    private const int BloomBits = 10;

    private readonly byte[] _key = new byte[Keys.Longest];
    private readonly byte[] _buffer = new byte[4096];
    private readonly RocksDb _database;
    private readonly WriteOptions _writing;

    public RocksTable(string path, bool flushes)
    {
        DbOptions options = new DbOptions()
            .SetCreateIfMissing(true)
            .IncreaseParallelism(Environment.ProcessorCount)
            .SetCompression(Compression.No)
            .SetBlockBasedTableFactory(new BlockBasedTableOptions()
                .SetBlockCache(Cache.CreateLru(CacheBytes))
                .SetFilterPolicy(BloomFilterPolicy.Create(BloomBits, false)));
        _database = RocksDb.Open(options, path);
        _writing = new WriteOptions().SetSync(flushes);
    }

    public void Set(string id, byte[] json) =>
        _database.Put(Keys.Encode(id, stackalloc byte[Keys.Longest]), json.AsSpan(), writeOptions: _writing);

    public void SetMany(string[] ids, int from, int count, byte[][] values)
    {
        using WriteBatch batch = new();
        Span<byte> key = stackalloc byte[Keys.Longest];
        for (int i = from; i < from + count; i++)
        {
            batch.Put(Keys.Encode(ids[i], key), values[i % values.Length].AsSpan());
        }

        _database.Write(batch, _writing);
    }

    public int Get(string id) => (int)_database.Get(_key, Keys.Encode(id, _key).Length, _buffer, 0, _buffer.Length);

    public int CountEqual(string property, string text)
    {
        JsonFilter filter = new(property, text);
        int count = 0;
        using Iterator iterator = _database.NewIterator();
        for (iterator.SeekToFirst(); iterator.Valid(); iterator.Next())
        {
            count += filter.IsMatch(iterator.GetValueSpan()) ? 1 : 0;
        }

        return count;
    }

    public void Tidy() => _database.Flush(new FlushOptions().SetWaitForFlush(true));

    public void Dispose() => _database.Dispose();
}
