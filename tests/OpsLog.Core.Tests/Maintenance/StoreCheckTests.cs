using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Faults;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Maintenance;

public sealed class StoreCheckTests
{
    [Fact]
    public void A_healthy_store_has_no_finding()
    {
        Assert.Equal("", Findings.Of(SampleStores.Single().Copy()));
        Assert.Equal("", Findings.Of(SampleStores.Agents().Copy()));
    }

    [Theory]
    [InlineData(CheckpointOnClose.Always)]
    [InlineData(CheckpointOnClose.Never)]
    public void Nor_has_one_whose_kept_and_active_logs_hold_everything(CheckpointOnClose onClose)
    {
        MemoryBackend disk = new();
        for (int round = 0; round < 4; round++)
        {
            using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { CheckpointOnClose = onClose, CheckpointThreshold = 7 });
            for (int i = 0; i < 10; i++)
            {
                store.Set($"id-{i % 6}", $$"""{"round":{{round}},"i":{{i}},"same":"text"}""");
            }

            store.Delete("id-3");
            store.Archive(record => record.IdText == "id-4");
            store.Undo();
            store.Undo();
            Assert.NotEmpty(store.Undo());
        }

        Assert.Equal("", Findings.Of(disk));
    }

    [Fact]
    public void Nor_has_one_that_was_migrated_and_goes_on()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share()))
        {
            store.Set("a", """{"n":1}""");
            store.Compact();
            store.Set("a", """{"n":2}""");
        }

        for (int version = 2; version < 4; version++)
        {
            using OpsLogStore store = OpsLogStore.Open(
                disk.Share(), new() { SchemaVersion = version, Migration = (_, value, from) => System.Text.Encoding.UTF8.GetBytes($$"""{"v":{{from + 1}}}""") });
            store.Set("a", """{"n":2}""");
            store.Compact();
            store.Set("a", """{"n":3}""");
            store.Compact();
        }

        Assert.Equal("", Findings.Of(disk));
    }

    [Fact]
    public void Nor_has_one_that_agents_left_to_a_single_writer()
    {
        MemoryBackend disk = SampleStores.Agents().Copy();
        for (int i = 0; i < 3; i++)
        {
            using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { CheckpointOnClose = CheckpointOnClose.Always });
            store.Set("web01", $$"""{"alone":{{i}}}""");
        }

        using (OpsLogStore agent = OpsLogStore.Open(disk.Share(), new() { Agent = "laptop" }))
        {
            agent.Set("web01", """{"again":true}""");
        }

        Assert.Equal("", Findings.Of(disk));
    }

    [Fact]
    public void Nor_has_one_where_agents_wrote_over_what_a_single_writer_left()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share()))
        {
            store.Set("a", "{}");
            store.Compact();
        }

        using (OpsLogStore laptop = OpsLogStore.Open(disk.Share(), new() { Agent = "laptop", CheckpointOnClose = CheckpointOnClose.Never }))
        {
            using OpsLogStore nightly = OpsLogStore.Open(disk.Share(), new() { Agent = "nightly", CheckpointOnClose = CheckpointOnClose.Never });
            laptop.Set("a", """{"by":"laptop"}""");
            nightly.Compact();
        }

        // As retention does with an old log: the remaining history does not show that agents have written.
        disk.Delete(disk.List("ops/agent-nightly-")[0].Name);

        Assert.Equal("", Findings.Of(disk));
    }

    [Fact]
    public void What_is_no_store_is_not_checked()
    {
        Assert.Throws<StoreNotFoundException>(() => StoreCheck.Run(new MemoryBackend()));
        MemoryBackend foreign = new();
        foreign.Put("notes.txt", [1], PutCondition.None);
        Assert.Throws<StoreNotFoundException>(() => StoreCheck.Run(foreign));
    }

    [Fact]
    public void A_live_writer_is_named()
    {
        MemoryBackend disk = new();
        using (OpsLogStore.Open(disk.Share()))
        {
            StoreLockedException refused = Assert.Throws<StoreLockedException>(() => StoreCheck.Run(disk));
            Assert.Equal(Environment.ProcessId, refused.Holder!.ProcessId);
        }

        Assert.Empty(StoreCheck.Run(disk));
    }

    [Fact]
    public void A_live_agent_is_named()
    {
        MemoryBackend disk = new();
        using (OpsLogStore.Open(disk.Share(), new() { Agent = "nightly" }))
        {
            StoreLockedException refused = Assert.Throws<StoreLockedException>(() => StoreCheck.Run(disk));
            Assert.Equal(Environment.ProcessId, refused.Holder!.ProcessId);
            Assert.Contains("agent 'nightly'", refused.Message);
        }

        Assert.Empty(StoreCheck.Run(disk));
    }

    [Fact]
    public void A_reader_is_no_hindrance()
    {
        MemoryBackend disk = SampleStores.Single().Copy();
        using OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true });
        Assert.Empty(StoreCheck.Run(disk));
    }

    [Fact]
    public void A_write_during_the_check_is_reported_at_the_end()
    {
        MemoryBackend disk = SampleStores.Single().Copy();
        disk.Put("notes.txt", [1], PutCondition.None);
        IEnumerable<StoreFinding> findings = StoreCheck.Run(disk);
        using (OpsLogStore store = OpsLogStore.Open(disk.Share()))
        {
            Assert.Throws<StoreLockedException>(findings.ToList);
            store.Set("x", "{}");
        }

        Assert.Contains("while it was checked", Assert.Throws<StoreLockedException>(findings.ToList).Message);
        Assert.Single(StoreCheck.Run(disk));
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using CancellationTokenSource stop = new();
        IEnumerator<StoreFinding> findings = StoreCheck.Run(
            SampleStores.Single().Copy(), new Reported(_ => stop.Cancel()), stop.Token).GetEnumerator();
        Assert.Throws<OperationCanceledException>(() => findings.MoveNext());
    }

    [Fact]
    public void Progress_ends_with_all_bytes()
    {
        StoreImage store = SampleStores.Single();
        List<StoreCheckProgress> reported = [];
        Assert.Empty(StoreCheck.Run(store.Copy(), new Reported(reported.Add)));
        Assert.Equal(reported.Select(progress => progress.BytesRead).Order(), reported.Select(progress => progress.BytesRead));
        Assert.All(reported, progress => Assert.InRange(progress.BytesRead, 1, progress.TotalBytes));
        long all = store.Files.Values.Sum(content => content.Length);
        Assert.Equal(all, reported[^1].TotalBytes);
        Assert.Equal(all, reported[^1].BytesRead);
    }

    private sealed class Reported(Action<StoreCheckProgress> report) : IProgress<StoreCheckProgress>
    {
        public void Report(StoreCheckProgress value) => report(value);
    }
}
