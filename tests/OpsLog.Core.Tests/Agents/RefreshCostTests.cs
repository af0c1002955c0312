using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Agents;

public sealed class RefreshCostTests
{
    private static readonly OpsLogStoreOptions _quiet = new()
    {
        Durability = Durability.OperatingSystem, CheckpointThreshold = int.MaxValue, CheckpointOnClose = CheckpointOnClose.Never,
    };

    /// <summary>Measured by the bytes read, not by the time: the same few bytes, whatever the logs already contain.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(40_000)]
    public void Picking_up_one_operation_reads_no_more_than_a_few_KB(int operations)
    {
        MemoryBackend disk = new();
        CountingBackend view = new(disk.Share());
        using OpsLogStore a = OpsLogStore.Open(disk.Share(), _quiet with { Agent = "a" });
        using OpsLogStore b = OpsLogStore.Open(disk.Share(), _quiet with { Agent = "b" });
        foreach (OpsLogStore store in (OpsLogStore[])[a, b])
        {
            using DeferredWrites writes = store.DeferWrites();
            for (int n = 0; n < operations / 2; n++)
            {
                writes.Set($"id-{n}", """{"text":"some sixty bytes of a record, as they often are in such stores"}"""u8);
            }
        }

        using OpsLogStore follower = OpsLogStore.Open(view, _quiet with { ReadOnly = true });
        long full = view.BytesRead;
        Assert.True(full > operations * 100L, $"A full load read {full} bytes.");
        follower.Refresh();
        for (int n = 0; n < 3; n++)
        {
            b.Set("new", $$"""{"n":{{n}}}""");
            view.Reset();
            Assert.Equal(1, follower.Refresh());
            Assert.Equal($$"""{"n":{{n}}}""", follower.GetText("new"));
            Assert.True(view.BytesRead < 4096, $"Picking up one operation of {operations} read {view.BytesRead} bytes.");
            Assert.True(view.Calls < 30, $"Picking up one operation took {view.Calls} calls.");
        }

        view.Reset();
        Assert.Equal(0, follower.Refresh());
        Assert.True(view.BytesRead < 4096, $"Picking up nothing read {view.BytesRead} bytes.");
    }
}
