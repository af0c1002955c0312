using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

public class FailureTests
{
    [Theory]
    [InlineData(StorageCall.Append, 0)]
    [InlineData(StorageCall.Append, 7)]
    [InlineData(StorageCall.Append, 100000)]
    [InlineData(StorageCall.Flush, 0)]
    public void A_failed_write_is_not_in_memory_and_poisons_the_store(StorageCall call, int part)
    {
        MemoryBackend disk = new();
        FaultyBackend faulty = new(disk.Share());
        using (OpsLogStore store = OpsLogStore.Open(faulty))
        {
            store.Set("a", """{"n":1}""");
            faulty.Fail(call, part: part);
            StoreFailedException first = Assert.Throws<StoreFailedException>(() => store.Set("a", """{"n":2}"""));
            Assert.Contains("No space left", first.Message);
            Assert.Equal("""{"n":1}""", store.GetText("a"));

            // The cause is removed, and still nothing is written, because the content of the log is unknown.
            faulty.Heal();
            StoreFailedException later = Assert.Throws<StoreFailedException>(() => store.Set("b", "{}"));
            Assert.Same(first.InnerException, later.InnerException);
            Assert.Throws<StoreFailedException>(() => store.Undo());
            Assert.Throws<StoreFailedException>(() => store.Compact());
            Assert.Throws<StoreFailedException>(() => store.BeginBatch());
            Assert.Equal([new("a", """{"n":1}""")], store.State());
            Assert.Single(store.GetOperations());
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal([new("a", """{"n":1}""")], reopened.State());
        Assert.Empty(reopened.Warnings);
        reopened.Set("a", """{"n":3}""");
    }

    [Fact]
    public void All_that_wait_for_a_failed_flush_fail_and_nothing_of_theirs_stays()
    {
        MemoryBackend disk = new();
        FaultyBackend faulty = new(disk.Share());
        int refused = 0;
        using (OpsLogStore store = OpsLogStore.Open(faulty))
        {
            store.Set("kept", "{}");
            faulty.Fail(StorageCall.Flush, forever: true);
            RunThreads.AtOnce(16, i =>
            {
                try
                {
                    store.Set($"id-{i}", "{}");
                }
                catch (StoreFailedException)
                {
                    Interlocked.Increment(ref refused);
                }
            });
            Assert.Equal([new("kept", "{}")], store.State());
            Assert.Equal(1, store.GetStatistics().OperationsSinceCheckpoint);
        }

        Assert.Equal(16, refused);
        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal(["kept"], reopened.State().Select(record => record.Key));
    }

    [Fact]
    public void A_failed_batch_leaves_no_trace()
    {
        MemoryBackend disk = new();
        FaultyBackend faulty = new(disk.Share());
        using (OpsLogStore store = OpsLogStore.Open(faulty))
        {
            store.Set("a", """{"n":1}""");
            faulty.Fail(StorageCall.Append, part: 200);
            Assert.Throws<StoreFailedException>(() => store.Batch(batch =>
            {
                batch.Set("a", """{"n":2}""");
                batch.Set("b", """{"n":2}""");
                batch.Delete("a");
            }));
            Assert.Equal([new("a", """{"n":1}""")], store.State());
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal([new("a", """{"n":1}""")], reopened.State());
    }

    [Fact]
    public void A_failed_background_flush_is_reported_at_the_next_write()
    {
        FaultyBackend faulty = new(new MemoryBackend());
        OpsLogStore store = OpsLogStore.Open(faulty, new() { WriteMode = WriteMode.Async, GroupDelay = TimeSpan.FromMilliseconds(1) });
        faulty.Fail(StorageCall.Append, forever: true);
        store.Set("a", "{}");
        SpinWait.SpinUntil(() => !store.Contains("a"), TimeSpan.FromSeconds(10));
        Assert.False(store.Contains("a"));
        Assert.Throws<StoreFailedException>(() => store.Set("b", "{}"));
        store.Close();
    }

    [Fact]
    public void A_failed_background_flush_is_reported_by_closing_if_not_before()
    {
        FaultyBackend faulty = new(new MemoryBackend());
        OpsLogStore store = OpsLogStore.Open(faulty, new() { WriteMode = WriteMode.Async, GroupDelay = TimeSpan.FromHours(1) });
        faulty.Fail(StorageCall.Append, forever: true);
        store.Set("a", "{}");
        Assert.Throws<StoreFailedException>(store.Close);
        Assert.False(store.IsOpen);
    }

    [Theory]
    [InlineData(StorageCall.CreateObject)]
    [InlineData(StorageCall.Write)]
    [InlineData(StorageCall.Complete)]
    [InlineData(StorageCall.OpenAppend)]
    public void A_checkpoint_that_fails_before_its_manifest_leaves_the_store_at_work(StorageCall call)
    {
        MemoryBackend disk = new();
        FaultyBackend faulty = new(disk.Share());
        using (OpsLogStore store = OpsLogStore.Open(faulty))
        {
            store.Set("a", """{"n":1}""");
            faulty.Fail(call);
            Assert.Throws<StorageException>(() => store.Compact());
            store.Set("b", """{"n":2}""");
            Assert.True(store.Compact().Taken);
            store.Set("c", """{"n":3}""");
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal(["a", "b", "c"], reopened.State().Select(record => record.Key));
    }

    [Fact]
    public void A_checkpoint_whose_manifest_fails_poisons_the_store_and_loses_nothing()
    {
        MemoryBackend disk = new();
        FaultyBackend faulty = new(disk.Share());
        using (OpsLogStore store = OpsLogStore.Open(faulty))
        {
            store.Set("a", """{"n":1}""");
            faulty.Fail(StorageCall.Put);
            Assert.Throws<StoreFailedException>(() => store.Compact());
            Assert.Throws<StoreFailedException>(() => store.Set("b", "{}"));
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal([new("a", """{"n":1}""")], reopened.State());
    }

    [Fact]
    public void An_automatic_checkpoint_that_fails_is_postponed_with_a_warning()
    {
        MemoryBackend disk = new();
        FaultyBackend faulty = new(disk.Share());
        using OpsLogStore store = OpsLogStore.Open(faulty, new() { CheckpointThreshold = 10 });
        faulty.Fail(StorageCall.CreateObject);
        for (int i = 0; i < 40; i++)
        {
            store.Set($"id-{i}", "{}");
        }

        Assert.Equal(StoreWarningKind.CheckpointPutOff, Assert.Single(store.Warnings).Kind);
        Assert.True(store.GetStatistics().OperationsSinceCheckpoint < 30, "it was tried again");
        Assert.Equal(40, store.Count);
    }

    [Fact]
    public void A_cut_that_fails_poisons_the_store_and_undoes_nothing_in_memory()
    {
        MemoryBackend disk = new();
        FaultyBackend faulty = new(disk.Share());
        using (OpsLogStore store = OpsLogStore.Open(faulty))
        {
            store.Set("a", """{"n":1}""");
            store.Set("a", """{"n":2}""");
            faulty.Fail(StorageCall.Truncate);
            Assert.Throws<StoreFailedException>(() => store.Erase());
            Assert.Equal("""{"n":2}""", store.GetText("a"));
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal("""{"n":2}""", reopened.GetText("a"));
    }
}
