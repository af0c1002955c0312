using System.Text;
using LiteDB;

namespace OpsLog.Bench.Engines;

/// <summary>
/// The workload in a collection of LiteDB. Its records are documents, which are created before they are needed, as the
/// UTF-8 of the other engines is.
/// </summary>
internal sealed class LiteDbTable : IIndexedTable
{
    private readonly Dictionary<byte[], BsonDocument> _documents = new(ReferenceEqualityComparer.Instance);
    private readonly LiteDatabase _database;
    private readonly ILiteCollection<BsonDocument> _records;

    public LiteDbTable(string path)
    {
        Directory.CreateDirectory(path);
        _database = new LiteDatabase(new ConnectionString { Filename = Path.Combine(path, "records.db"), Connection = ConnectionType.Direct });
        _records = _database.GetCollection("records", BsonAutoId.ObjectId);
    }

    public void Set(string id, byte[] json) => _records.Upsert(DocumentOf(id, json));

    public void SetMany(string[] ids, int from, int count, byte[][] values)
    {
        _database.BeginTrans();
        for (int i = from; i < from + count; i++)
        {
            Set(ids[i], values[i % values.Length]);
        }

        _database.Commit();
    }

    public int Get(string id) => _records.FindById(id) is { } document ? document.Count : -1;

    public int CountEqual(string property, string text) => _records.Count(BsonExpression.Create($"$.{property} = @0", text));

    public void CreateIndex(string property) => _records.EnsureIndex(property, BsonExpression.Create($"$.{property}"));

    public int CountIndexed(string property, string text) => CountEqual(property, text);

    public int GetIndexed(string property, string text) => _records.Find(BsonExpression.Create($"$.{property} = @0", text)).Count(document => document.Count > 0);

    public void Tidy() => _database.Checkpoint();

    public void Dispose() => _database.Dispose();

    private BsonDocument DocumentOf(string id, byte[] json)
    {
        if (!_documents.TryGetValue(json, out BsonDocument? document))
        {
            document = JsonSerializer.Deserialize(Encoding.UTF8.GetString(json)).AsDocument;
            _documents.Add(json, document);
        }

        document["_id"] = id;
        return document;
    }
}
