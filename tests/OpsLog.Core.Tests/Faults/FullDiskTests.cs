using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults;

/// <summary>
/// A disk that is really full: the error says so, reads still work, and writes work again when there is space.
/// </summary>
public sealed class FullDiskTests
{
    private const int RecordLength = 3000;

    private static readonly OpsLogStoreOptions s_keepLog = new() { CheckpointOnClose = CheckpointOnClose.Never };

    [SmallDiskTheory]
    [InlineData("set", 0)]
    [InlineData("set", 4096)]
    [InlineData("set", 20_000)]
    [InlineData("batch", 20_000)]
    [InlineData("pipeline", 20_000)]
    [InlineData("checkpoint", 0)]
    [InlineData("checkpoint", 20_000)]
    [InlineData("archive", 20_000)]
    public void A_store_that_ran_out_of_room_is_readable_and_writable_again(string what, int room)
    {
        using SmallDisk disk = SmallDisk.Mount();
        SortedDictionary<string, string> acknowledged;
        using (OpsLogStore store = OpsLogStore.Open(disk["store"], s_keepLog))
        {
            for (int i = 0; i < 40; i++)
            {
                store.Set($"id-{i}", Record(i));
            }

            disk.Fill(room);
            int written = 0;
            Action writeUntilFull = () =>
            {
                for (; written < 1000; written++)
                {
                    Write(store, what, written);
                }
            };
            OpsLogException error = Assert.ThrowsAny<OpsLogException>(writeUntilFull);
            Assert.Contains("space", error.Message, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(disk["store"], error.Message, StringComparison.Ordinal);
            acknowledged = store.StateById();
            Assert.Equal(what == "set" ? 40 + written : 40, acknowledged.Count);
            Assert.Equal(Record(7), store.GetText("id-7"));
        }

        using (OpsLogStore reader = OpsLogStore.Open(disk["store"], new() { ReadOnly = true }))
        {
            Assert.Equal(acknowledged, reader.StateById());
        }

        disk.MakeRoom();
        Assert.DoesNotContain(disk.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
        using (OpsLogStore again = OpsLogStore.Open(disk["store"], s_keepLog))
        {
            Assert.Equal(acknowledged, again.StateById());
            again.Set("more", Record(0));
            Assert.True(again.Compact().Taken);
            Assert.Equal(2, again.Archive(record => record.IdText is "id-1" or "id-2", "old").Records);
        }

        Assert.DoesNotContain(StoreCheck.Run(new FileSystemBackend(disk["store"])), finding => finding.Severity != FindingSeverity.Information);
    }

    [SmallDiskTheory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(8192)]
    [InlineData(12288)]
    public void A_store_that_could_not_be_made_is_made_when_there_is_room(int room)
    {
        using SmallDisk disk = SmallDisk.Mount();
        disk.Fill(room);
        try
        {
            OpsLogStore.Open(disk["store"], s_keepLog).Close();
            Assert.True(room > 0, "where there was no room at all");
        }
        catch (OpsLogException error)
        {
            Assert.Contains("space", error.Message, StringComparison.OrdinalIgnoreCase);
        }

        disk.MakeRoom();
        using OpsLogStore store = OpsLogStore.Open(disk["store"], s_keepLog);
        store.Set("a", "{}");
        Assert.DoesNotContain(disk.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [SmallDiskTheory]
    [InlineData(4096)]
    [InlineData(10_000)]
    [InlineData(20_000)]
    public void An_agent_that_ran_out_of_room_leaves_the_others_at_work(int room)
    {
        using SmallDisk disk = SmallDisk.Mount();
        using OpsLogStore reader = OpsLogStore.Open(disk["store"], s_keepLog with { Agent = "reader" });
        using (OpsLogStore writer = OpsLogStore.Open(disk["store"], s_keepLog with { Agent = "writer" }))
        {
            writer.Set("before", Record(0));
            disk.Fill(room);
            Assert.Throws<StoreFailedException>(() =>
            {
                using DeferredWrites writes = writer.DeferWrites();
                for (int i = 0; i < 20; i++)
                {
                    writes.Set($"id-{i}", Record(i));
                }
            });

            // Complete lines can have reached the log before the disk was full; they must not be removed.
            reader.Refresh();
            Assert.True(reader.Contains("before"));
        }

        disk.MakeRoom();
        using OpsLogStore again = OpsLogStore.Open(disk["store"], s_keepLog with { Agent = "writer" });
        again.Set("after", Record(1));
        reader.Refresh();
        Assert.Equal(again.StateById(), reader.StateById());
        Assert.True(reader.Contains("after"));
    }

    /// <summary>
    /// The bytes of a failed append stay in the file, because another agent may have read complete lines of them, and
    /// are neither after nor in a later append.
    /// </summary>
    [SmallDiskTheory]
    [InlineData(8192)]
    public void What_a_failed_append_left_goes_with_the_next_one(int room)
    {
        using SmallDisk disk = SmallDisk.Mount();
        FileSystemBackend backend = new(disk["store"]);
        backend.Initialize();
        using IAppendLog log = backend.OpenAppend("ops/a");
        log.Append("whole\n"u8);
        disk.Fill(room);
        Assert.Throws<StorageException>(() => log.Append(new byte[100_000]));
        Assert.Equal(6, log.Length);
        Assert.True(new FileInfo(disk["store/ops/a"]).Length > 6, "nothing was left");
        disk.MakeRoom();
        log.Append("next\n"u8);
        Assert.Equal("whole\nnext\n", SharedFile.ReadAllText(disk["store/ops/a"]));
    }

    private static void Write(OpsLogStore store, string what, int number)
    {
        switch (what)
        {
            case "set":
                store.Set($"more-{number}", Record(number));
                break;
            case "batch":
                store.Batch(batch => Many(batch));
                break;
            case "pipeline":
                using (DeferredWrites writes = store.DeferWrites())
                {
                    Many(writes);
                }

                break;
            case "checkpoint":
                store.Compact();
                break;
            case "archive":
                store.Archive(_ => true, "all");
                break;
        }
    }

    private static void Many(IRecordWriter writer)
    {
        for (int i = 0; i < 20; i++)
        {
            writer.Set($"many-{i}", Record(i));
        }
    }

    private static string Record(int number) => $$"""{"n":{{number}},"text":"{{new string('x', RecordLength)}}"}""";
}
