using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

public class MigrationTests
{
    private static readonly RecordMigration s_addVersion = (id, value, from) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value.Span)[..^1] + $$""","from":{{from}}}""");

    [Fact]
    public void Records_of_snapshot_and_log_alike_are_brought_up_once()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share()))
        {
            store.Set("old", """{"n":1}""");
            store.Compact();
            store.Set("new", """{"n":2}""");
        }

        for (int round = 0; round < 2; round++)
        {
            using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { SchemaVersion = 2, Migration = s_addVersion });
            Assert.Equal([new("old", """{"n":1,"from":1}"""), new("new", """{"n":2,"from":1}""")], store.State());
            Assert.Equal(0, store.GetStatistics().OperationsSinceCheckpoint);
        }
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_store_at_its_old_version()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share()))
        {
            store.Set("good", """{"n":1}""");
            store.Set("bad", """{"n":2}""");
        }

        RecordMigration failing = (id, value, from) => id == "bad" ? throw new FormatException("no") : s_addVersion(id, value, from);
        MigrationException error = Assert.Throws<MigrationException>(() => OpsLogStore.Open(disk.Share(), new() { SchemaVersion = 2, Migration = failing }));
        Assert.Equal("bad", error.Id);
        RecordMigration noRecord = (_, _, _) => "5"u8.ToArray();
        Assert.Throws<MigrationException>(() => OpsLogStore.Open(disk.Share(), new() { SchemaVersion = 2, Migration = noRecord }));
        using OpsLogStore unchanged = OpsLogStore.Open(disk.Share());
        Assert.Equal([new("good", """{"n":1}"""), new("bad", """{"n":2}""")], unchanged.State());
    }

    [Fact]
    public void A_store_from_the_future_is_refused_by_name()
    {
        MemoryBackend disk = new();
        OpsLogStore.Open(disk.Share(), new() { SchemaVersion = 7 }).Dispose();
        foreach (bool readOnly in new[] { false, true })
        {
            SchemaVersionException error = Assert.Throws<SchemaVersionException>(() => OpsLogStore.Open(disk.Share(), new() { SchemaVersion = 6, ReadOnly = readOnly }));
            Assert.Equal((7, 6), (error.Stored, error.Requested));
        }
    }

    [Fact]
    public void A_reader_migrates_in_memory_and_changes_nothing()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share()))
        {
            store.Set("a", """{"n":1}""");
        }

        using (OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true, SchemaVersion = 2, Migration = s_addVersion }))
        {
            Assert.Equal("""{"n":1,"from":1}""", reader.GetText("a"));
        }

        using OpsLogStore old = OpsLogStore.Open(disk.Share());
        Assert.Equal("""{"n":1}""", old.GetText("a"));
    }

    [Fact]
    public void Undo_does_not_reach_back_to_records_of_the_old_shape()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share()))
        {
            store.Set("a", """{"n":1}""");
        }

        using OpsLogStore migrated = OpsLogStore.Open(disk.Share(), new() { SchemaVersion = 2 });
        migrated.Set("b", "{}");
        migrated.Compact();
        Assert.Single(migrated.Undo());
        Assert.Empty(migrated.Undo());
        Assert.Equal(["a"], migrated.State().Select(record => record.Key));
        Assert.Equal(3, migrated.GetOperations().Count());
    }
}
