using System.Text;
using OpsLog.Core.Indexes;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Indexes;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store;

/// <summary>Indexes, and what changes the records in another way than one write.</summary>
public sealed class IndexedStateTests
{
    private readonly MemoryBackend _disk = new();

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void A_migration_at_opening_is_in_the_index(string? agent)
    {
        using (OpsLogStore store = Open(agent))
        {
            store.CreateIndex("status");
            store.Set("old", """{"status":"open"}""");
            store.Compact();
            store.Set("new", """{"status":"open"}""");
            store.Set("done", """{"status":"done"}""");
            Assert.Equal(["old", "new"], IndexAssert.Ids(store, "open"));
        }

        RecordMigration migration = (_, value, _) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value.Span).Replace("open", "waiting", StringComparison.Ordinal));
        using OpsLogStore migrated = OpsLogStore.Open(_disk.Share(), new() { Agent = agent, SchemaVersion = 2, Migration = migration });
        Assert.Equal(["status"], migrated.IndexedProperties);
        Assert.Empty(IndexAssert.Ids(migrated, "open"));
        Assert.Equal(["old", "new"], IndexAssert.Ids(migrated, "waiting"));
        migrated.Set("new", """{"status":"open"}""");
        Assert.Equal(["new"], IndexAssert.Ids(migrated, "open"));
    }

    [Fact]
    public void A_batch_is_in_the_index_when_it_is_committed()
    {
        using OpsLogStore store = Open();
        store.CreateIndex("status");
        store.Set("x", """{"status":"open"}""");
        Assert.Equal(["x"], IndexAssert.Ids(store, "open"));
        foreach (bool commits in (bool[])[false, true])
        {
            using (StoreBatch batch = store.BeginBatch())
            {
                batch.Delete("x");
                batch.Set("y", """{"status":"open"}""");
                Assert.Equal(["y"], batch.State().Select(record => record.Key));
                Assert.Equal(["x"], IndexAssert.Ids(store, "open"));
                if (commits)
                {
                    batch.Commit();
                }
            }

            Assert.Equal([commits ? "y" : "x"], IndexAssert.Ids(store, "open"));
        }

        store.Undo();
        Assert.Equal(["x"], IndexAssert.Ids(store, "open"));
    }

    [Fact]
    public void After_the_entries_got_other_numbers_the_records_are_found()
    {
        using OpsLogStore store = Open();
        store.CreateIndex("status");
        for (int i = 0; i < 5000; i++)
        {
            store.Set($"id{i}", $$"""{"status":"{{(i % 1000 == 999 ? "kept" : "old")}}"}""");
        }

        string[] kept = IndexAssert.Ids(store, "kept");
        Assert.Equal(5, kept.Length);
        IndexedRecords before = store.Find(IndexAssert.Status("kept"))!;
        for (int i = 0; i < 5000; i++)
        {
            if (i % 1000 != 999)
            {
                store.Delete($"id{i}");
            }
            else
            {
                // So few have changed after it that the index is kept.
                Assert.Equal(kept, IndexAssert.Ids(store, "kept"));
            }
        }

        store.Compact();
        Assert.Equal(5, store.View().EntryCount);
        Assert.Equal(kept, IndexAssert.Ids(store, "kept"));
        Assert.Equal(kept, before.Cursors.ToArray().Select(cursor => before.View.At(cursor).IdText));
        store.Set("id999", """{"status":"new"}""");
        Assert.Equal(kept[1..], IndexAssert.Ids(store, "kept"));
    }

    [Fact]
    public void Agents_and_readers_find_what_others_wrote_and_compacted() => Seed.Run(random =>
    {
        RandomConditions next = new(random);
        using OpsLogStore a = Open("a"), b = Open("b"), reader = OpsLogStore.Open(_disk.Share(), new() { ReadOnly = true });
        Array.ForEach(RandomConditions.Properties, property => a.CreateIndex(property));
        for (int i = 0; i < 400; i++)
        {
            OpsLogStore store = random.Next(2) == 0 ? a : b;
            string id = $"id{random.Next(40)}";
            switch (random.Next(10))
            {
                case < 5:
                    store.Set(id, next.Record());
                    break;
                case 5 when store.Contains(id):
                    store.Delete(id);
                    break;
                case 6:
                    store.Compact();
                    break;
                case 7:
                    store.Undo();
                    break;
                default:
                    OpsLogStore reading = random.Next(2) == 0 ? reader : store;
                    reading.Refresh();
                    Assert.Equal(RandomConditions.Properties, reading.IndexedProperties);
                    IndexAssert.Model(reading, next.Condition(), random);
                    break;
            }
        }
    });

    private OpsLogStore Open(string? agent = null) => OpsLogStore.Open(_disk.Share(), new() { Agent = agent });
}
