using System.Text;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Stores as the engine writes them, each with other things in it.</summary>
internal static class StoreMaker
{
    private const string Long = "a note that is long enough for a patch to be the smaller part";

    private static readonly OpsLogStoreOptions s_plain = new() { Durability = Durability.OperatingSystem, CheckpointOnClose = CheckpointOnClose.Never };

    public static IEnumerable<StoreImage> All() => ((Func<MemoryBackend, StoreImage>[])[Fresh, Updates, Steps, History, Archives, Texts, Agents, AgentsLeft, Torn, Migrated])
        .Select(make => make(new MemoryBackend()).WithFixedTimes());

    private static StoreImage Fresh(MemoryBackend backend)
    {
        OpsLogStore.Open(backend, s_plain).Close();
        return StoreImage.Of(backend);
    }

    private static StoreImage Updates(MemoryBackend backend)
    {
        using OpsLogStore store = OpsLogStore.Open(backend, s_plain);
        for (int i = 0; i < 4; i++)
        {
            store.Set("k1", Record(i));
            store.Set($"k{i}", $$"""{"n":{{i}}}""");
        }

        store.Delete("k2");
        store.Set("k1", """{"other":[1,2,{"a":null}]}""");
        return StoreImage.Of(backend);
    }

    private static StoreImage Steps(MemoryBackend backend)
    {
        using OpsLogStore store = OpsLogStore.Open(backend, s_plain);
        store.Set("a", Record(1));
        store.Batch(batch =>
        {
            batch.Set("a", Record(2));
            batch.Set("b", Record(3));
            batch.Delete("a");
        });
        store.Set("c", "{}");
        store.Compact();
        store.Undo();
        store.Undo();
        store.Batch(batch =>
        {
            batch.Set("d", "{}");
            batch.Set("e", Record(4));
        });
        return StoreImage.Of(backend);
    }

    private static StoreImage History(MemoryBackend backend)
    {
        using (OpsLogStore store = OpsLogStore.Open(backend, s_plain))
        {
            for (int i = 0; i < 12; i++)
            {
                store.Set($"k{i % 5}", Record(i));
                if (i % 4 == 3)
                {
                    store.Compact();
                }
            }

            store.Set("last", "{}");
        }

        return StoreImage.Of(backend);
    }

    private static StoreImage Archives(MemoryBackend backend)
    {
        using OpsLogStore store = OpsLogStore.Open(backend, s_plain);
        for (int i = 0; i < 6; i++)
        {
            store.Set($"k{i}", Record(i));
        }

        store.Archive(record => record.IdText is "k0" or "k1", "2026-Q4");
        store.Archive(record => record.IdText is "k2", "old");
        store.Compact();
        store.Archive(record => record.IdText is "k3", "2026-Q4");
        return StoreImage.Of(backend);
    }

    private static StoreImage Texts(MemoryBackend backend)
    {
        using OpsLogStore store = OpsLogStore.Open(backend, s_plain);
        string[] ids = ["ключ", "日本 😀", "a\"b\\c\n\u0001", "half \ud800", "é"];
        foreach (string id in ids)
        {
            store.Set(id, """{"t":"\u00e9\ud83d\ude00\ud800","n":[1.0,-0,1e400,12345678901234567890],"":{}}""");
        }

        store.Set("é", """{"t":"x","n":[1.0,-0,1e400,12345678901234567890],"":{}}""");
        store.Set("deep", string.Concat(Enumerable.Repeat("{\"a\":", 90)) + "1" + new string('}', 90));
        store.Compact();
        store.Set("half \ud800", "{}");
        store.Delete("ключ");
        return StoreImage.Of(backend);
    }

    private static StoreImage Agents(MemoryBackend backend)
    {
        using OpsLogStore laptop = OpsLogStore.Open(backend, s_plain with { Agent = "laptop" });
        using OpsLogStore nightly = OpsLogStore.Open(backend, s_plain with { Agent = "nightly" });
        laptop.Set("a", Record(1));
        laptop.Set("b", Record(2));
        nightly.Refresh();
        nightly.Set("a", Record(3));
        nightly.Delete("b");
        nightly.Set("n", "{}");
        nightly.Compact();
        nightly.Undo();
        laptop.Refresh();
        laptop.Set("c", "{}");
        laptop.Undo();
        laptop.Batch(batch =>
        {
            batch.Set("d", "{}");
            batch.Set("a", Record(4));
        });
        nightly.Delete("a");
        return StoreImage.Of(backend);
    }

    private static StoreImage AgentsLeft(MemoryBackend backend)
    {
        using (OpsLogStore laptop = OpsLogStore.Open(backend, s_plain with { Agent = "laptop" }))
        {
            laptop.Set("a", Record(1));
            laptop.Delete("a");
            laptop.Set("b", "{}");
        }

        OpsLogStore.Open(backend, s_plain).Dispose();
        using OpsLogStore writer = OpsLogStore.Open(backend, s_plain);
        writer.Set("b", Record(2));
        writer.Set("c", "{}");
        return StoreImage.Of(backend);
    }

    private static StoreImage Torn(MemoryBackend backend)
    {
        StoreImage image = Steps(backend);
        (string log, byte[] bytes) = image.Files.Last(file => file.Key.StartsWith("ops/", StringComparison.Ordinal));
        return image.With(log, bytes[..^40]);
    }

    private static StoreImage Migrated(MemoryBackend backend)
    {
        using (OpsLogStore store = OpsLogStore.Open(backend, s_plain))
        {
            store.Set("a", Record(1));
        }

        using OpsLogStore migrated = OpsLogStore.Open(backend, s_plain with { SchemaVersion = 2, Migration = (_, record, _) => record });
        migrated.Set("a", Record(2));
        migrated.Set("b", "{}");
        return StoreImage.Of(backend);
    }

    private static string Record(int n) => new StringBuilder($$"""{"n":{{n}},"note":"{{Long}}","tags":["x","y"],"load":0.75""").Append('}').ToString();
}
