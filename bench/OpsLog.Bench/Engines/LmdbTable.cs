using LightningDB;

namespace OpsLog.Bench.Engines;

/// <summary>The workload in LMDB. Several threads can write to it.</summary>
internal sealed class LmdbTable : ITable
{
    private const long MapSize = 4L * 1024 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[4096];
    private readonly LightningEnvironment _environment;
    private readonly LightningDatabase _records;
    private readonly LightningTransaction _reading;

    public LmdbTable(string path, LmdbMode mode)
    {
        NativeLibraries.LoadLmdb();
        Directory.CreateDirectory(path);
        _environment = new LightningEnvironment(path, new EnvironmentConfiguration { MapSize = MapSize });
        _environment.Open(mode switch
        {
            LmdbMode.Plain => EnvironmentOpenFlags.NoSync | EnvironmentOpenFlags.NoThreadLocalStorage,
            LmdbMode.WriteMap => EnvironmentOpenFlags.WriteMap | EnvironmentOpenFlags.MapAsync | EnvironmentOpenFlags.NoSync | EnvironmentOpenFlags.NoThreadLocalStorage,
            _ => EnvironmentOpenFlags.NoThreadLocalStorage,
        });
        using (LightningTransaction creating = _environment.BeginTransaction())
        {
            _records = creating.OpenDatabase(configuration: new DatabaseConfiguration { Flags = DatabaseOpenFlags.Create });
            creating.Commit().ThrowOnError();
        }

        _reading = _environment.BeginTransaction(TransactionBeginFlags.ReadOnly);
        _reading.Reset();
    }

    public void Set(string id, byte[] json)
    {
        using LightningTransaction transaction = _environment.BeginTransaction();
        Put(transaction, id, json);
        transaction.Commit().ThrowOnError();
    }

    public void SetMany(string[] ids, int from, int count, byte[][] values)
    {
        using LightningTransaction transaction = _environment.BeginTransaction();
        for (int i = from; i < from + count; i++)
        {
            Put(transaction, ids[i], values[i % values.Length]);
        }

        transaction.Commit().ThrowOnError();
    }

    /// <summary>Every get sees the newest records, so it renews the transaction, which costs less than a new one.</summary>
    public int Get(string id)
    {
        _reading.Renew().ThrowOnError();
        (MDBResultCode code, _, MDBValue value) = _reading.Get(_records, Keys.Encode(id, stackalloc byte[Keys.Longest]));
        int length = -1;
        if (code == MDBResultCode.Success)
        {
            value.AsSpan().CopyTo(_buffer);
            length = value.AsSpan().Length;
        }

        _reading.Reset();
        return length;
    }

    public int CountEqual(string property, string text)
    {
        JsonFilter filter = new(property, text);
        int count = 0;
        _reading.Renew().ThrowOnError();
        using (LightningCursor cursor = _reading.CreateCursor(_records))
        {
            for (var at = cursor.First(); at.Item1 == MDBResultCode.Success; at = cursor.Next())
            {
                count += filter.IsMatch(at.Item3.AsSpan()) ? 1 : 0;
            }
        }

        _reading.Reset();
        return count;
    }

    public void Dispose()
    {
        _reading.Dispose();
        _records.Dispose();
        _environment.Dispose();
    }

    private void Put(LightningTransaction transaction, string id, byte[] json) =>
        transaction.Put(_records, Keys.Encode(id, stackalloc byte[Keys.Longest]), json).ThrowOnError();
}
