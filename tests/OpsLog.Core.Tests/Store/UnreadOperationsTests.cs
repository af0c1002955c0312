using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store;

/// <summary>Operations whose logs are removed before a feed or a refresh reads them: they are returned, or there is a warning.</summary>
public sealed class UnreadOperationsTests
{
    private readonly MemoryBackend _disk = new();

    public static TheoryData<string?> Writers => new(null, "a");

    [Theory]
    [MemberData(nameof(Writers))]
    public void A_feed_reads_a_log_to_its_end_that_a_checkpoint_has_removed(string? agent)
    {
        using OpsLogStore writer = Writer(agent, keep: 0);
        using OpsLogStore reader = Reader();
        using OperationFeed feed = reader.Follow();
        writer.Set("a", "{}");
        Assert.Equal(["a"], Take(feed));
        for (int n = 0; n < 3; n++)
        {
            string log = reader.GetStatistics().Log;
            writer.Set("b", "{}");
            writer.Compact();
            Assert.Null(_disk.Find(log));
            writer.Set("c", "{}");
            Assert.Equal(["b", "c"], Take(feed));
        }

        Assert.Empty(reader.Warnings);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void Of_logs_that_came_and_went_between_two_looks_a_warning_says_from_when_to_when(string? agent)
    {
        using OpsLogStore writer = Writer(agent, keep: 0);
        using OpsLogStore reader = Reader();
        using OperationFeed feed = reader.Follow();
        writer.Set("a", "{}");
        DateTime read = Assert.Single(feed.Take()).Time!.Value;
        writer.Set("b", "{}");
        writer.Compact();
        writer.Set("lost", "{}");
        writer.Compact();
        writer.Set("d", "{}");
        Assert.Equal(["b", "d"], Take(feed));
        StoreWarning warning = Assert.Single(reader.Warnings);
        Assert.Equal((StoreWarningKind.UnreadOperations, reader.Location), (warning.Kind, warning.Path));
        string taken = Timestamp.Format(Timestamp.ToUnixMs(reader.GetStatistics().LastCheckpoint!.Value));
        Assert.StartsWith(
            $"Operations of the store '{reader.Location}' that were written between {Timestamp.Format(Timestamp.ToUnixMs(read))} and {taken} are missing from",
            warning.Message,
            StringComparison.Ordinal);
        Assert.Contains("-HistoryRetention", warning.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b", "d", "lost"], reader.StateById().Keys);
        writer.Set("e", "{}");
        Assert.Equal(["e"], Take(feed));
        Assert.Single(reader.Warnings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_feed_a_refresh_that_returns_operations_warns_and_one_that_does_not_is_silent(bool returns)
    {
        using OpsLogStore writer = Writer(null, keep: 0);
        using OpsLogStore reader = Reader();
        writer.Set("lost", "{}");
        writer.Compact();
        writer.Set("b", "{}");
        if (returns)
        {
            Assert.Equal(["b"], reader.RefreshWithOperations().Select(operation => operation.Id));
            Assert.Contains(" are missing", Assert.Single(reader.Warnings).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(1, reader.Refresh());
            Assert.Empty(reader.Warnings);
        }
    }

    [Fact]
    public void Where_no_snapshot_says_how_far_a_removed_log_went_they_may_be_missing()
    {
        using OpsLogStore writer = Writer(null, keep: 2);
        using OpsLogStore reader = Reader();
        for (int n = 0; n < 3; n++)
        {
            writer.Set($"r{n}", "{}");
            writer.Compact();
        }

        Assert.Equal(["r1", "r2"], reader.RefreshWithOperations().Select(operation => operation.Id));
        Assert.Contains(" may be missing", Assert.Single(reader.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void Logs_that_were_read_or_are_kept_cause_no_warning(string? agent)
    {
        using OpsLogStore writer = Writer(agent, keep: 9);
        using OpsLogStore reader = Reader();
        for (int n = 0; n < 4; n++)
        {
            writer.Set($"r{n}", "{}");
            writer.Compact();
        }

        Assert.Equal(["r0", "r1", "r2", "r3"], reader.RefreshWithOperations().Select(operation => operation.Id));
        writer.Set("x", "{}");
        reader.RefreshWithOperations();
        writer.RemoveHistory(new HistoryPruning(Keep: 0));
        writer.Set("y", "{}");
        Assert.Equal(["y"], reader.RefreshWithOperations().Select(operation => operation.Id));
        Assert.Empty(reader.Warnings);
    }

    /// <summary>The log of an agent that is gone is retired by another's compaction: it is the whole of what was read of it, and a newline.</summary>
    [Fact]
    public void A_log_that_was_read_to_its_end_before_it_was_retired_causes_no_warning()
    {
        using OpsLogStore gone = Writer("gone", keep: 0);
        using OpsLogStore stays = Writer("stays", keep: 0);
        using OpsLogStore reader = Reader();
        gone.Set("a", "{}");
        gone.Close();
        Assert.Equal(["a"], reader.RefreshWithOperations().Select(operation => operation.Id));
        stays.Compact();
        Assert.Single(_disk.List(StoreLayout.LogFolder));
        stays.Set("b", "{}");
        Assert.Equal(["b"], reader.RefreshWithOperations().Select(operation => operation.Id));
        Assert.Empty(reader.Warnings);
    }

    /// <summary>The log of an agent that came and went while the reader did not look, and another agent's stays.</summary>
    [Fact]
    public void A_log_that_was_begun_ended_and_removed_while_others_stay_is_missed()
    {
        using OpsLogStore stays = Writer("stays", keep: null);
        using OpsLogStore reader = Reader();
        using (OpsLogStore comes = Writer("comes", keep: null))
        {
            comes.Set("lost", "{}");
        }

        stays.Refresh();
        stays.Set("b", "{}");
        stays.Compact();
        _disk.Delete(_disk.List(StoreLayout.LogFolder).Single(stored => stored.Name.Contains("comes", StringComparison.Ordinal)).Name);
        Assert.Equal(["b"], reader.RefreshWithOperations().Select(operation => operation.Id));
        Assert.Contains(" are missing", Assert.Single(reader.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_agent_that_watches_another_reads_its_removed_log_too()
    {
        FaultyBackend view = new(_disk.Share());
        using OpsLogStore writer = Writer("a", keep: 0);
        using OpsLogStore watcher = OpsLogStore.Open(view, new() { Agent = "b" });
        int before = view.OpenHandles;
        using OperationFeed feed = watcher.Follow();
        writer.Set("a", "{}");
        Assert.Equal(["a"], Take(feed));
        writer.Set("b", "{}");
        writer.Compact();
        watcher.Set("own", "{}");
        writer.Set("c", "{}");
        Assert.Equal(["b", "c"], Take(feed));
        Assert.Empty(watcher.Warnings);
        // The log of the other, and not its own.
        Assert.Equal(1, view.OpenHandles - before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Logs_are_held_while_there_is_a_feed_and_no_longer(bool closesStore)
    {
        using OpsLogStore writer = Writer(null, keep: 0);
        writer.Set("a", "{}");
        FaultyBackend view = new(_disk.Share());
        using OpsLogStore reader = OpsLogStore.Open(view, new() { ReadOnly = true });
        reader.RefreshWithOperations();
        Assert.Equal(0, view.OpenHandles);
        OperationFeed first = reader.Follow();
        OperationFeed second = reader.Follow();
        first.Take();
        Assert.Equal(1, view.OpenHandles);
        writer.Set("b", "{}");
        writer.Compact();
        second.Take();
        Assert.Equal(1, view.OpenHandles);
        first.Dispose();
        Assert.Equal(1, view.OpenHandles);
        if (closesStore)
        {
            reader.Close();
        }
        else
        {
            second.Dispose();
            reader.Refresh();
        }

        Assert.Equal(0, view.OpenHandles);
    }

    /// <summary>Whatever is written, superseded and removed between two looks: each operation is returned once, or there is a warning.</summary>
    [Fact]
    public void Nothing_is_missing_without_a_warning() => Seed.Run(random =>
    {
        int lost = 0;
        int complete = 0;
        for (int run = 0; run < 150; run++)
        {
            Play(random, ref lost, ref complete);
        }

        Assert.True(lost > 20 && complete > 200, $"{lost} looks missed operations, and {complete} did not");
    });

    private static void Play(Random random, ref int lost, ref int complete)
    {
        MemoryBackend disk = new();
        int? keep = random.Next(5) is var logs and < 4 ? logs : null;
        HistoryRetention retention = new(MaximumLogs: keep);
        bool isShared = random.Next(2) == 0;
        List<OpsLogStore> writers = [.. (isShared ? ["a", "b"] : (string?[])[null]).Select(agent => OpsLogStore.Open(disk.Share(), new() { Agent = agent, HistoryRetention = retention }))];
        using OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true });
        using OperationFeed? feed = random.Next(2) == 0 ? reader.Follow() : null;
        List<string> pending = [];
        int written = 0;
        for (int step = 0; step < 30; step++)
        {
            OpsLogStore writer = writers[random.Next(writers.Count)];
            switch (random.Next(6))
            {
                case < 3:
                    pending.Add($"r{written++}");
                    writer.Set(pending[^1], "{}");
                    break;
                case 3:
                    writer.Compact();
                    break;
                case 4 when random.Next(3) == 0:
                    writer.RemoveHistory(new HistoryPruning(Keep: random.Next(3)));
                    break;
                case 5:
                    int warnings = reader.Warnings.Count;
                    List<string> seen = [.. (feed?.Take() ?? reader.RefreshWithOperations()).Select(operation => operation.Id)];
                    bool warned = reader.Warnings.Count > warnings;
                    Assert.Equal(seen, seen.Distinct());
                    Assert.Empty(seen.Except(pending));
                    Assert.True(warned || seen.Count == pending.Count, $"'{string.Join(' ', pending.Except(seen))}' are missing without a warning");
                    Assert.True(seen.Count < pending.Count || !warned || reader.Warnings[^1].Message.Contains(" may be missing", StringComparison.Ordinal), "a warning of nothing");
                    Assert.Equal(written, reader.Count);
                    lost += seen.Count < pending.Count ? 1 : 0;
                    complete += seen.Count == pending.Count && seen.Count > 0 ? 1 : 0;
                    pending.Clear();
                    break;
            }
        }

        writers.ForEach(writer => writer.Close());
    }

    private static List<string> Take(OperationFeed feed) => [.. feed.Take().Select(operation => operation.Id)];

    private OpsLogStore Writer(string? agent, int? keep) => OpsLogStore.Open(_disk.Share(), new() { Agent = agent, HistoryRetention = new HistoryRetention(MaximumLogs: keep) });

    private OpsLogStore Reader() => OpsLogStore.Open(_disk.Share(), new() { ReadOnly = true });
}
