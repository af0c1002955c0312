using Microsoft.Data.Sqlite;

namespace OpsLog.Bench.Sides;

/// <summary>The workload in one table of a SQLite database in WAL mode.</summary>
internal sealed class SqliteTable : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _set;
    private readonly SqliteCommand _get;

    /// <param name="path">The database's file.</param>
    /// <param name="synchronous">OFF survives the end of the process, NORMAL almost a power cut, FULL a power cut.</param>
    public SqliteTable(string path, string synchronous)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Run($"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}");
        Run("CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, data BLOB NOT NULL)");
        _set = Prepare("INSERT INTO records VALUES ($id, $data) ON CONFLICT (id) DO UPDATE SET data = excluded.data", "$id", "$data");
        _get = Prepare("SELECT data FROM records WHERE id = $id", "$id");
    }

    public void Set(string id, byte[] data)
    {
        _set.Parameters[0].Value = id;
        _set.Parameters[1].Value = data;
        _set.ExecuteNonQuery();
    }

    public byte[]? Get(string id)
    {
        _get.Parameters[0].Value = id;
        return (byte[]?)_get.ExecuteScalar();
    }

    public void Fill(int records) => InTransactions(records, 1000, i => Set(Workload.Id(i), Workload.Values[i % Workload.Distinct]));

    public void InTransactions(int count, int size, Action<int> each)
    {
        for (int i = 0; i < count; i += size)
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            _set.Transaction = transaction;
            for (int j = i; j < Math.Min(i + size, count); j++)
            {
                each(j);
            }

            transaction.Commit();
            _set.Transaction = null;
        }
    }

    public void Dispose()
    {
        _set.Dispose();
        _get.Dispose();
        _connection.Dispose();
    }

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
