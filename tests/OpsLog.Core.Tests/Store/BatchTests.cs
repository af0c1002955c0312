using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

public class BatchTests
{
    [Fact]
    public void A_batch_reads_its_own_changes_and_others_do_not_before_the_commit()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Set("a", """{"n":1}""");
        store.Set("b", """{"n":1}""");
        using (StoreBatch batch = store.BeginBatch())
        {
            batch.Set("c", """{"n":2}""");
            batch.Delete("a");
            Assert.Equal(2, batch.Count);
            Assert.Equal(["b", "c"], batch.State().Select(record => record.Key));
            batch.Set("b", """{"n":3}""");
            Assert.Equal([new("b", """{"n":3}"""), new("c", """{"n":2}""")], batch.State());
            Assert.False(batch.Contains("a"));
            Assert.Throws<RecordNotFoundException>(() => batch.Delete("a"));
            Assert.Equal(["a", "b"], store.State().Select(record => record.Key));
            Assert.Equal("""{"n":1}""", store.GetText("b"));
            batch.Commit();
        }

        Assert.Equal([new("b", """{"n":3}"""), new("c", """{"n":2}""")], store.State());
    }

    [Fact]
    public void A_batch_that_throws_or_is_not_committed_leaves_no_trace()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Set("a", """{"n":1}""");
        Assert.Throws<InvalidOperationException>(() => store.Batch(batch =>
        {
            batch.Delete("a");
            batch.Set("b", "{}");
            throw new InvalidOperationException();
        }));
        store.BeginBatch().Dispose();
        Assert.Equal([new("a", """{"n":1}""")], store.State());
        Assert.Single(store.GetOperations());
    }

    [Fact]
    public void An_empty_batch_writes_nothing()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Batch(_ => { });
        Assert.Equal(0, store.GetStatistics().LogBytes);
    }

    [Fact]
    public void Batches_do_not_nest_and_other_writes_on_the_thread_are_refused()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        using StoreBatch batch = store.BeginBatch();
        Assert.Throws<BatchStateException>(() => store.BeginBatch());
        Assert.Throws<BatchStateException>(() => store.Set("a", "{}"));
        Assert.Throws<BatchStateException>(() => store.Undo());
        Assert.Throws<BatchStateException>(() => store.Compact());
        Assert.Throws<BatchStateException>(() => store.Archive(_ => true));
        batch.Set("a", "{}");
        batch.Commit();
        Assert.Throws<BatchStateException>(() => batch.Set("b", "{}"));
        Assert.Throws<BatchStateException>(() => batch.Commit());
        store.Set("b", "{}");
        Assert.Equal(2, store.Count);
    }

    [Fact]
    public void Other_threads_wait_with_their_writes_and_read_the_state_before()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Set("a", """{"n":1}""");
        using StoreBatch batch = store.BeginBatch();
        batch.Set("a", """{"n":2}""");
        Thread writer = new(() => store.Set("a", """{"n":3}"""));
        writer.Start();
        string? seen = null;
        RunThreads.AtOnce(1, _ => seen = store.GetText("a"));
        Assert.Equal("""{"n":1}""", seen);
        Assert.False(writer.Join(50));
        batch.Commit();
        Assert.True(writer.Join(TimeSpan.FromMinutes(2)));
        Assert.Equal("""{"n":3}""", store.GetText("a"));
    }

    [Fact]
    public void A_batch_cut_short_on_disk_is_absent_wherever_it_was_cut()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share()))
        {
            store.Set("a", """{"n":1}""");
        }

        string log = disk.List("ops/").Single().Name;
        long before = disk.Find(log)!.Value.Length;
        using (OpsLogStore store = OpsLogStore.Open(disk.Share()))
        {
            store.Batch(batch =>
            {
                batch.Set("b", """{"text":"ünï"}""");
                batch.Set("a", """{"n":2}""");
                batch.Delete("b");
                batch.Set("c", "{}");
            });
        }

        byte[] whole = disk.Read(log)!.Content;
        for (int cut = (int)before; cut < whole.Length; cut++)
        {
            using (IAppendLog target = disk.OpenAppend(log))
            {
                target.Truncate(0);
                target.Append(whole.AsSpan(0, cut));
                target.Flush();
            }

            using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
            Assert.Equal([new("a", """{"n":1}""")], reopened.State());
        }
    }

    [Fact]
    public void A_batch_carries_its_marks_and_one_of_one_carries_none()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Batch(batch => batch.Set("a", "{}"));
        store.Batch(batch =>
        {
            batch.Set("b", "{}");
            batch.Set("c", "{}");
        });
        Assert.Equal([(0, 0), (1, 2), (2, 2)], store.GetOperations().Select(operation => (operation.BatchIndex, operation.BatchCount)));
        Assert.Equal("{}", Encoding.UTF8.GetString(store.Get("c")!));
    }
}
