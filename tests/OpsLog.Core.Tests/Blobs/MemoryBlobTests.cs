using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Blobs;

public sealed class MemoryBlobTests : BlobContractTests
{
    private readonly MemoryBackend _disk = new();

    private protected override IStorageBackend Share() => _disk.Share();

    [Fact]
    public void Each_call_that_fails_leaves_the_old_content_or_the_new_one_and_the_store_goes_on()
    {
        int failures = 0;
        int replaced = 0;
        int calls = CallsOfOneWrite();
        for (int nth = 1; nth <= calls; nth++)
        {
            foreach (bool after in new[] { false, true })
            {
                MemoryBackend disk = new();
                FaultyBackend faulty = new(disk.Share());
                using OpsLogStore store = OpsLogStore.Open(faulty);
                store.WriteBlob("a", "old");
                int open = faulty.OpenHandles;
                faulty.Fail(nth: nth, after: after);
                try
                {
                    store.WriteBlob("a", "new content");
                }
                catch (StorageException)
                {
                    failures++;
                }

                faulty.Heal();
                string now = store.BlobText("a");
                Assert.Contains(now, new[] { "old", "new content" });
                replaced += faulty.HasFailed && now == "new content" ? 1 : 0;
                Assert.Equal(["a"], store.BlobNames());
                Assert.Equal(open, faulty.OpenHandles);
                store.Set("id", "{}"u8);
                store.WriteBlob("a", "at last");
                using OpsLogStore again = OpsLogStore.Open(disk.Clone().Crash());
                Assert.Equal("at last", again.BlobText("a"));
            }
        }

        Assert.InRange(calls, 3, 20);
        Assert.InRange(failures, 3, 2 * calls);
        Assert.InRange(replaced, 1, failures);
    }

    private static int CallsOfOneWrite()
    {
        FaultyBackend counting = new(new MemoryBackend());
        using OpsLogStore store = OpsLogStore.Open(counting);
        store.WriteBlob("a", "old");
        int before = counting.Calls;
        store.WriteBlob("a", "new content");
        return counting.Calls - before;
    }

    [Fact]
    public void A_store_whose_log_has_failed_writes_no_blobs_and_reads_them()
    {
        FaultyBackend faulty = new(Share());
        using OpsLogStore store = OpsLogStore.Open(faulty);
        store.WriteBlob("a", "1");
        faulty.Fail(StorageCall.Flush);
        Assert.Throws<StoreFailedException>(() => store.Set("id", "{}"u8));
        Assert.Throws<StoreFailedException>(() => store.WriteBlob("a", "2"));
        Assert.Throws<StoreFailedException>(() => store.RemoveBlob("a"));
        Assert.Equal("1", store.BlobText("a"));
    }

    [Fact]
    public void A_blob_that_was_written_survives_a_power_cut_with_any_durability()
    {
        OpsLogStore store = OpsLogStore.Open(Share(), new() { Durability = Durability.OperatingSystem, WriteMode = WriteMode.Async });
        store.WriteBlob("a", "1");
        store.WriteBlob("b", "1");
        store.RemoveBlob("b");
        using OpsLogStore again = OpsLogStore.Open(_disk.Crash());
        Assert.Equal(["a"], again.BlobNames());
        Assert.Equal("1", again.BlobText("a"));
    }

    [Fact]
    public void Many_are_written_without_a_listing_for_each()
    {
        FaultyBackend counting = new(Share());
        using OpsLogStore store = OpsLogStore.Open(counting);
        int before = counting.Count(StorageCall.List);
        long began = Environment.TickCount64;
        for (int i = 0; i < 300; i++)
        {
            store.WriteBlob($"b{i}", "x");
        }

        Assert.InRange(counting.Count(StorageCall.List) - before, 1, 2 + ((Environment.TickCount64 - began) / 1000));
        Assert.Throws<InvalidNameException>(() => store.WriteBlob("B7", "x"));
    }
}
