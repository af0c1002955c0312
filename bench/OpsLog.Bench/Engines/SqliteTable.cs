using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OpsLog.Bench.Engines;

/// <summary>The workload in one table of a SQLite database in WAL mode.</summary>
internal sealed class SqliteTable : IIndexedTable
{
    private readonly string _path;
    private readonly string _synchronous;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _set;
    private readonly SqliteCommand _get;

    /// <param name="path">The database's file.</param>
    /// <param name="synchronous">OFF survives the end of the process, NORMAL almost a power cut, FULL a power cut.</param>
    public SqliteTable(string path, string synchronous)
    {
        _path = path;
        _synchronous = synchronous;
        Directory.CreateDirectory(path);
        _connection = new SqliteConnection($"Data Source={Path.Combine(path, "records.db")};Pooling=False");
        _connection.Open();
        Run($"PRAGMA busy_timeout=60000; PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}");
        Run("CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, data BLOB NOT NULL)");
        _set = Prepare("INSERT INTO records VALUES ($id, $data) ON CONFLICT (id) DO UPDATE SET data = excluded.data", "$id", "$data");
        _get = Prepare("SELECT data FROM records WHERE id = $id", "$id");
    }

    public void Set(string id, byte[] json)
    {
        _set.Parameters[0].Value = id;
        _set.Parameters[1].Value = json;
        _set.ExecuteNonQuery();
    }

    public void SetMany(string[] ids, int from, int count, byte[][] values)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        _set.Transaction = transaction;
        for (int i = from; i < from + count; i++)
        {
            Set(ids[i], values[i % values.Length]);
        }

        transaction.Commit();
        _set.Transaction = null;
    }

    public int Get(string id)
    {
        _get.Parameters[0].Value = id;
        return _get.ExecuteScalar() is byte[] json ? json.Length : -1;
    }

    public int CountEqual(string property, string text)
    {
        using SqliteCommand count = Prepare($"SELECT count(*) FROM records WHERE {Value(property)} = $text", "$text");
        count.Parameters[0].Value = text;
        return Convert.ToInt32(count.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public void CreateIndex(string property) => Run($"CREATE INDEX by_{property} ON records ({Value(property)})");

    public int CountIndexed(string property, string text) => CountEqual(property, text);

    public int GetIndexed(string property, string text)
    {
        using SqliteCommand select = Prepare($"SELECT data FROM records WHERE {Value(property)} = $text", "$text");
        select.Parameters[0].Value = text;
        using SqliteDataReader reader = select.ExecuteReader();
        int found = 0;
        while (reader.Read())
        {
            found += reader.GetFieldValue<byte[]>(0).Length > 0 ? 1 : 0;
        }

        return found;
    }

    public ITable ForThread() => new SqliteTable(_path, _synchronous);

    public void Tidy() => Run("PRAGMA wal_checkpoint(TRUNCATE)");

    public void Dispose()
    {
        _set.Dispose();
        _get.Dispose();
        _connection.Dispose();
    }

    /// <summary>The value of a property. Without the cast, SQLite takes bytes for its own binary form of JSON.</summary>
    private static string Value(string property) => $"json_extract(CAST(data AS TEXT), '$.{property}')";

    private void Run(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (string name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }
}
