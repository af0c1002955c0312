using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

public class ReaderTests
{
    [Fact]
    public void A_reader_whose_store_was_deleted_says_that_there_is_none()
    {
        using TemporaryDirectory directory = new();
        using (OpsLogStore writer = OpsLogStore.Open(directory["store"]))
        {
            writer.Set("a", "{}");
        }

        using OpsLogStore reader = OpsLogStore.Open(directory["store"], new() { ReadOnly = true });
        Directory.Delete(directory["store"], recursive: true);
        Assert.Throws<StoreNotFoundException>(() => reader.Refresh());
    }

    [Fact]
    public void A_reader_beside_a_writer_always_sees_a_state_there_was()
    {
        // Every state there ever is has as many records as its newest record says.
        using TemporaryDirectory directory = new();
        using OpsLogStore writer = OpsLogStore.Open(directory.Path, new() { Durability = Durability.OperatingSystem, CheckpointThreshold = 7 });
        writer.Set("count", """{"n":1}""");
        bool done = false;
        int opened = 0;
        RunThreads.AtOnce(2, thread =>
        {
            if (thread == 0)
            {
                for (int i = 2; i <= 400; i++)
                {
                    int n = i;
                    writer.Batch(batch =>
                    {
                        batch.Set($"id-{n}", "{}");
                        batch.Set("count", $$"""{"n":{{n}}}""");
                    });
                }

                Volatile.Write(ref done, true);
                return;
            }

            while (!Volatile.Read(ref done) || opened < 10)
            {
                using OpsLogStore reader = OpsLogStore.Open(directory.Path, new() { ReadOnly = true });
                Assert.Equal($$"""{"n":{{reader.Count}}}""", reader.GetText("count"));
                Assert.Empty(reader.Warnings);
                opened++;
            }
        });
    }

    [Fact]
    public void A_reader_reads_history_too()
    {
        using TemporaryDirectory directory = new();
        using OpsLogStore writer = OpsLogStore.Open(directory.Path);
        writer.Set("a", """{"n":1}""");
        writer.Compact();
        writer.Set("a", """{"n":2}""");
        using OpsLogStore reader = OpsLogStore.Open(directory.Path, new() { ReadOnly = true });
        writer.Set("a", """{"n":3}""");
        Assert.Equal(["""{"n":1}""", """{"n":2}"""], reader.GetHistory("a").Select(operation => operation.After.Text()));
        Assert.Equal("""{"n":2}""", reader.GetText("a"));
    }
}
