using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Agents;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

/// <summary>Stores whose snapshot is read on demand.</summary>
public sealed class OnDemandTests
{
    private const int Records = 20_000;

    private static readonly OpsLogStoreOptions s_reader = new() { ReadOnly = true };

    private readonly MemoryBackend _disk = new();
    private readonly string _snapshot;

    public OnDemandTests()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Batch(batch =>
        {
            for (int i = 0; i < Records; i++)
            {
                batch.Set($"id{i}", Value(i));
            }
        });
        store.Compact();
        _snapshot = store.GetStatistics().Snapshot;
    }

    private string Index => StoreLayout.Index(_snapshot);

    [Fact]
    public void Opening_and_one_record_read_a_small_part()
    {
        CountingBackend counting = new(_disk.Share());
        using OpsLogStore store = OpsLogStore.Open(counting, s_reader);
        Assert.Equal(Value(12_345), store.GetText("id12345"));
        Assert.Equal(Records, store.Count);
        Assert.InRange(counting.BytesRead, 1, 300_000);
        Assert.InRange(_disk.Read(_snapshot)!.Content.Length, 1_500_000, int.MaxValue);
    }

    [Fact]
    public void An_opening_for_writing_makes_a_missing_index()
    {
        _disk.Delete(Index);
        OpsLogStore.Open(_disk.Share(), s_reader).Close();
        Assert.Null(_disk.Find(Index));
        OpsLogStore.Open(_disk.Share()).Close();
        Assert.NotNull(_disk.Find(Index));
        Opening_and_one_record_read_a_small_part();
    }

    [Fact]
    public void An_index_that_can_t_be_read_is_ignored()
    {
        FaultyBackend faulty = new(_disk.Share());
        faulty.Before = (call, name) =>
        {
            if (name == Index)
            {
                throw new StorageException("read", name, new IOException("by a test"));
            }
        };
        using OpsLogStore store = OpsLogStore.Open(faulty, s_reader);
        Assert.Equal(Value(7), store.GetText("id7"));
    }

    [Fact]
    public void An_index_that_can_t_be_read_later_is_made_again_from_the_snapshot()
    {
        FaultyBackend faulty = new(_disk.Share());
        using OpsLogStore store = OpsLogStore.Open(faulty, s_reader);
        faulty.Before = (call, name) =>
        {
            if (name == Index)
            {
                throw new StorageException("read", name, new IOException("by a test"));
            }
        };
        Assert.Equal(Value(7), store.GetText("id7"));
        Assert.Null(store.Get("none"));
        Assert.Equal(Records, store.StateById().Count);
    }

    [Fact]
    public void In_strict_mode_all_of_it_is_read_and_verified()
    {
        Damage();
        Assert.Equal(SnapshotFault.WrongChecksum, Assert.Throws<SnapshotException>(() => OpsLogStore.Open(_disk.Share(), s_reader with { Strict = true })).Fault);
        OpsLogStore.Open(_disk.Share(), s_reader).Close();
    }

    [Fact]
    public void A_checkpoint_over_a_damaged_snapshot_is_put_off_and_loses_nothing()
    {
        Damage();
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share(), new() { CheckpointThreshold = 2 }))
        {
            store.Set("new1", "{}");
            store.Set("new2", "{}");
            store.Set("new3", "{}");
            StoreWarning warning = Assert.Single(store.Warnings);
            Assert.Equal(StoreWarningKind.CheckpointPutOff, warning.Kind);
            Assert.Contains("a checksum is wrong", warning.Message, StringComparison.Ordinal);
            Assert.Throws<SnapshotException>(() => store.Compact());
            Assert.Equal(Value(3), store.GetText("id3"));
        }

        using OpsLogStore again = OpsLogStore.Open(_disk.Share(), s_reader);
        Assert.Equal((Records + 3, _snapshot), (again.Count, again.GetStatistics().Snapshot));
        Assert.Equal("{}", again.GetText("new3"));
    }

    [Fact]
    public void A_view_goes_on_behind_a_refresh_and_ends_with_the_store()
    {
        OpsLogStore reader = OpsLogStore.Open(_disk.Share(), s_reader);
        Core.State.RecordView view = reader.View();
        Core.State.RecordView unread = reader.View();
        using (OpsLogStore writer = OpsLogStore.Open(_disk.Share()))
        {
            writer.Delete("id5");
            writer.Compact();
            writer.Compact();
            writer.Set("more", "{}");
            writer.Compact();
        }

        Assert.Null(_disk.Find(_snapshot));
        reader.Refresh();
        Assert.Null(reader.Get("id5"));
        int cursor = -1;
        for (int i = 0; i < 100; i++)
        {
            Assert.True(view.TryAdvance(ref cursor));
            Assert.Equal(Value(i), System.Text.Encoding.UTF8.GetString(view.At(cursor).Value));
        }

        reader.Close();
        Assert.Equal(Value(99), System.Text.Encoding.UTF8.GetString(view.At(cursor).Value));
        int far = Records - 10;
        Assert.Throws<StoreClosedException>(() => unread.At(far).Value.Length);
    }

    private static string Value(int i) => $$"""{"number":{{i}},"text":"{{new string((char)('a' + (i % 26)), 60)}}"}""";

    private void Damage()
    {
        byte[] content = _disk.Read(_snapshot)!.Content;
        content[^1_000] ^= 1;
        _disk.Put(_snapshot, content, PutCondition.None);
    }
}
