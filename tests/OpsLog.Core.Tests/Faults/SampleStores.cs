using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults;

/// <summary>Two small stores that between them hold everything the engine writes.</summary>
internal static class SampleStores
{
    private static readonly OpsLogStoreOptions s_options = new() { Durability = Durability.OperatingSystem, CheckpointOnClose = CheckpointOnClose.Never };

    /// <summary>
    /// A single writer's: two snapshots; kept logs and an active one with creates, patches, whole records before,
    /// deletes, batches, an undo of a step before a checkpoint; a segment of two archives.
    /// </summary>
    public static StoreImage Single()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options))
        {
            store.Set("web01", """{"role":"web","cpus":4,"note":"Grüße \"quoted\""}""");
            store.Set("db01", """{"role":"db","disks":["sda","sdb"],"load":0.75}""");
            store.Set("job-1", """{"state":"queued"}""");
            store.Compact();
            store.Set("web01", """{"role":"web","cpus":8,"note":"Grüße \"quoted\""}""");
            store.Set("old-1", """{"n":1}""");
            store.Archive(record => record.IdText.StartsWith("old", StringComparison.Ordinal), "2026-Q4");
            store.Batch(batch =>
            {
                batch.Set("job-1", """{"state":"done","by":"ops"}""");
                batch.Set("job-2", """{"state":"queued"}""");
                batch.Delete("db01");
            });
            store.Compact();
        }

        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options))
        {
            store.Undo();
            store.Set("ключ", """{"empty":[],"same":1}""");
            store.Set("old-2", """{"n":2}""");
            store.Archive(record => record.IdText.StartsWith("old", StringComparison.Ordinal), "2026-Q4");
            store.Batch(batch =>
            {
                batch.Set("a", "{}");
                batch.Set("b", """{"a":{"b":{"c":null}}}""");
            });
            store.Delete("job-1");
            store.Set("b", """{"a":true}""");
        }

        return StoreImage.Of(disk);
    }

    /// <summary>
    /// Agents': a compaction by one while the other is live, so with stamps, a tombstone and a log covered in part;
    /// a kept log, undos, a batch, an archive.
    /// </summary>
    public static StoreImage Agents()
    {
        MemoryBackend disk = new();
        using (OpsLogStore laptop = OpsLogStore.Open(disk.Share(), s_options with { Agent = "laptop" }))
        {
            using OpsLogStore nightly = OpsLogStore.Open(disk.Share(), s_options with { Agent = "nightly" });
            laptop.Set("web01", """{"cpus":4}""");
            laptop.Set("job-1", """{"state":"queued"}""");
            nightly.Refresh();
            nightly.Set("web01", """{"cpus":8}""");
            nightly.Delete("job-1");
            nightly.Compact();
            nightly.Undo();
            laptop.Refresh();
            laptop.Batch(batch =>
            {
                batch.Set("x", """{"n":1}""");
                batch.Set("y", """{"n":2}""");
            });
            nightly.Refresh();
            nightly.Archive(record => record.IdText == "y", "done");
            nightly.Set("web01", """{"cpus":16}""");
            laptop.Refresh();
            laptop.Set("z", """{"n":3}""");
            laptop.Undo();
            laptop.Set("web01", """{"cpus":32}""");
        }

        return StoreImage.Of(disk);
    }
}
