using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

public class CheckpointTests
{
    private static readonly string s_filler = new('x', 1000);

    [Fact]
    public void By_default_a_checkpoint_is_taken_when_the_log_has_outgrown_the_snapshot()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend(), new() { Durability = Durability.OperatingSystem });
        long written = 0;
        int checkpoints = 0;
        long operations = 0;
        for (int i = 0; i < 20_000; i++)
        {
            store.Set($"id-{i}", $$"""{"text":"{{s_filler}}"}""");
            written += 1100;
            StoreStatistics now = store.GetStatistics();
            checkpoints += now.OperationsSinceCheckpoint < operations ? 1 : 0;
            operations = now.OperationsSinceCheckpoint;
            Assert.True(now.LogBytes <= Math.Max(now.SnapshotBytes, 4 * 1024 * 1024) + 2000, "the log never outgrows it by more than a line");
        }

        // 22 MB of growth from nothing: at about 4, 8 and 16 MB, so the cost stays in proportion.
        Assert.InRange(checkpoints, 2, 4);
    }

    [Fact]
    public void A_threshold_takes_one_every_so_many_operations()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { CheckpointThreshold = 10 });
        for (int i = 0; i < 25; i++)
        {
            store.Set($"id-{i}", "{}");
        }

        Assert.Equal(5, store.GetStatistics().OperationsSinceCheckpoint);
        Assert.Equal(3, disk.List("ops/").Count);
        Assert.Equal(2, disk.List("snapshots/").Count);
    }

    [Theory]
    [InlineData(CheckpointOnClose.Always, true)]
    [InlineData(CheckpointOnClose.WhenDue, false)]
    [InlineData(CheckpointOnClose.Never, false)]
    public void Closing_takes_one_as_asked(CheckpointOnClose option, bool taken)
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { CheckpointOnClose = option }))
        {
            store.Set("a", "{}");
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal(taken ? 0 : 1, reopened.GetStatistics().OperationsSinceCheckpoint);
        Assert.Equal(1, reopened.Count);
    }

    [Fact]
    public void With_nothing_new_there_is_nothing_to_take()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { CheckpointOnClose = CheckpointOnClose.Always });
        store.Set("a", "{}");
        CheckpointResult first = store.Compact();
        Assert.Equal((true, 1, 1), (first.Taken, first.Records, first.Operations));
        Assert.False(store.Compact().Taken);
        Assert.Equal(2, disk.List("ops/").Count);
    }

    [Fact]
    public void The_snapshot_before_the_current_one_is_kept_and_older_ones_go()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share());
        for (int i = 0; i < 10; i++)
        {
            store.Set("a", $$"""{"n":{{i}}}""");
            store.Compact();
        }

        Assert.Equal(2, disk.List("snapshots/").Count);
        Assert.Equal(11, disk.List("ops/").Count);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public void Retention_by_number_prunes_superseded_logs(int most)
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { HistoryRetention = new HistoryRetention(MaximumLogs: most) });
        for (int i = 0; i < 10; i++)
        {
            store.Set("a", $$"""{"n":{{i}}}""");
            store.Compact();
        }

        Assert.Equal(most + 1, disk.List("ops/").Count);
        Assert.Equal(most, store.GetOperations().Count());
        for (int i = 0; i < most; i++)
        {
            Assert.Single(store.Undo());
        }

        Assert.Empty(store.Undo());
        Assert.Equal($$"""{"n":{{9 - most}}}""", store.GetText("a"));
    }

    [Fact]
    public void Retention_by_age_prunes_what_is_older()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { HistoryRetention = new HistoryRetention(MaximumAge: TimeSpan.FromDays(1)) });
        store.Set("a", "{}");
        store.Compact();
        store.Set("b", "{}");
        store.Compact();
        Assert.Equal(3, disk.List("ops/").Count);
        using OpsLogStore impatient = Reopened(store, disk, TimeSpan.Zero);
        impatient.Set("c", "{}");
        Thread.Sleep(5);
        impatient.Compact();
        Assert.Single(disk.List("ops/"));
    }

    [Fact]
    public void Memory_of_superseded_values_is_given_back_at_a_checkpoint()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend(), new() { Durability = Durability.OperatingSystem, CheckpointOnClose = CheckpointOnClose.Never, CheckpointThreshold = int.MaxValue });
        for (int i = 0; i < 20_000; i++)
        {
            store.Set($"id-{i % 100}", $$"""{"n":{{i}},"text":"{{s_filler}}"}""");
        }

        Assert.True(store.GetStatistics().MemoryBytes > 10_000_000);
        store.Compact();
        Assert.True(store.GetStatistics().MemoryBytes < 1_000_000);
        Assert.StartsWith("""{"n":19999,""", store.GetText("id-99"));
        Assert.Equal(100, store.State().Count);
    }

    private static OpsLogStore Reopened(OpsLogStore store, MemoryBackend disk, TimeSpan age)
    {
        store.Close();
        return OpsLogStore.Open(disk.Share(), new() { HistoryRetention = new HistoryRetention(MaximumAge: age) });
    }

    [Fact]
    public void What_a_single_writer_folds_in_is_in_the_logs_of_agents_after_a_power_cut()
    {
        MemoryBackend disk = new();
        MemoryBackend killed = disk.Share();
        OpsLogStore agent = OpsLogStore.Open(killed, new() { Agent = "a", Durability = Durability.OperatingSystem });
        agent.Set("x", "{}");
        killed.Kill();
        using (OpsLogStore.Open(disk.Share()))
        {
        }

        using OpsLogStore store = OpsLogStore.Open(disk.Crash());
        Assert.Equal(["x"], store.StateById().Keys);
        Assert.Equal(["x"], store.GetOperations().Select(operation => operation.Id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("agent")]
    public void Others_write_flush_and_ask_for_figures_at_any_moment_of_a_checkpoint(string? agent)
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { Agent = agent });
        bool ended = false;
        RunThreads.AtOnce(4, thread =>
        {
            for (int i = 0; thread == 0 ? i < 300 : !Volatile.Read(ref ended); i++)
            {
                switch (thread)
                {
                    case 0:
                        store.Set("a", "{}");
                        store.Compact();
                        break;
                    case 1:
                        StoreStatistics figures = store.GetStatistics();
                        Assert.Equal(figures.OperationsSinceCheckpoint == 0, figures.LogBytes == 0);
                        break;
                    case 2:
                        store.Set("b", "{}");
                        store.Flush();
                        break;
                    default:
                        store.Batch(batch => batch.Set("c", "{}"));
                        break;
                }
            }

            Volatile.Write(ref ended, true);
        });
        Assert.Equal(3, store.Count);
    }
}
