using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

/// <summary>Store objects whose manifest is older than that on the disk, which names other files by now.</summary>
public sealed class StaleStoreTests
{
    private const string Value = """{"n":1}""";

    private static readonly OpsLogStoreOptions s_keepsNothing = new() { HistoryRetention = new HistoryRetention(MaximumLogs: 0) };

    private readonly MemoryBackend _disk = new();

    [Fact]
    public void The_history_of_a_reader_goes_on_with_the_logs_that_the_writer_has_now()
    {
        using OpsLogStore writer = OpsLogStore.Open(_disk.Share(), s_keepsNothing);
        writer.Set("a", Value);
        using OpsLogStore reader = Reader();
        Assert.Equal(["a"], Ids(reader));
        writer.Compact();
        writer.Set("b", Value);
        Assert.Null(_disk.Find(reader.GetStatistics().Log));
        Assert.Equal(["b"], Ids(reader));
        writer.Compact();
        writer.Set("c", Value);
        writer.RemoveHistory(new HistoryPruning(Keep: 0));
        Assert.Equal(["c"], Ids(reader));
        Assert.Equal(["a"], reader.StateById().Keys);
    }

    [Fact]
    public void The_history_of_a_reader_goes_on_with_the_logs_that_the_agents_have_now()
    {
        using OpsLogStore agent = OpsLogStore.Open(_disk.Share(), s_keepsNothing with { Agent = "a" });
        agent.Set("a", Value);
        using OpsLogStore reader = Reader();
        agent.Compact();
        agent.Set("b", Value);
        Assert.Null(_disk.Find(reader.GetStatistics().Log));
        Assert.Equal(["b"], Ids(reader));
    }

    [Fact]
    public void A_log_that_the_manifest_still_names_is_damage()
    {
        using OpsLogStore writer = OpsLogStore.Open(_disk.Share());
        writer.Set("a", Value);
        using OpsLogStore reader = Reader();
        _disk.Delete(reader.GetStatistics().Log);
        Assert.Throws<LogMissingException>(() => Ids(reader));
        Assert.Throws<LogMissingException>(() => reader.Refresh());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("b")]
    public void A_segment_that_another_session_emptied_is_an_error_of_its_own_and_is_not_listed(string? agent)
    {
        using OpsLogStore writer = RestoreSamples.Archived(_disk.Share(), new() { Agent = agent is null ? null : "a" });
        writer.Set("x", Value);
        writer.Archive(record => record.IdText == "x", "t");
        using OpsLogStore stale = agent is null ? Reader() : OpsLogStore.Open(_disk.Share(), new() { Agent = agent });
        writer.Restore(_ => true, "s");
        Assert.Equal(["s", "t"], stale.GetSegmentNames());
        ArchiveSegmentException removed = Assert.Throws<ArchiveSegmentException>(() => stale.ReadSegment("s"));
        Assert.Equal((SegmentFault.Removed, "s"), (removed.Fault, removed.Segment));
        Assert.Contains("Update-OpsLogStore", removed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("backup", removed.Message, StringComparison.Ordinal);
        Assert.Equal(["t"], stale.GetSegments().Select(segment => segment.Segment));
        stale.Refresh();
        Assert.Equal(SegmentFault.Missing, Assert.Throws<ArchiveSegmentException>(() => stale.ReadSegment("s")).Fault);
        Assert.Equal(["t"], stale.GetSegmentNames());
        Assert.Equal(RestoreSamples.Ids, stale.StateById().Keys);
    }

    [Fact]
    public void An_agent_restores_from_a_segment_that_another_has_emptied_and_the_error_names_no_backup()
    {
        using OpsLogStore other = RestoreSamples.Archived(_disk.Share(), new() { Agent = "a" });
        using OpsLogStore stale = OpsLogStore.Open(_disk.Share(), new() { Agent = "b" });
        other.Restore(_ => true, "s");
        ArchiveSegmentException refused = Assert.Throws<ArchiveSegmentException>(() => stale.Restore(_ => true, "s"));
        Assert.Equal(SegmentFault.Missing, refused.Fault);
        Assert.DoesNotContain("backup", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_that_the_manifest_still_names_is_damage()
    {
        using OpsLogStore writer = RestoreSamples.Archived(_disk.Share());
        using OpsLogStore reader = Reader();
        _disk.Delete(StoreLayout.Segment("s"));
        foreach (OpsLogStore store in (OpsLogStore[])[writer, reader])
        {
            ArchiveSegmentException missing = Assert.Throws<ArchiveSegmentException>(() => store.ReadSegment("s"));
            Assert.Equal(SegmentFault.Missing, missing.Fault);
            Assert.Contains("backup", missing.Message, StringComparison.Ordinal);
            Assert.Throws<ArchiveSegmentException>(() => store.GetSegments());
        }
    }

    [Fact]
    public void Segments_and_history_of_a_store_that_was_deleted_say_that_there_is_none()
    {
        RestoreSamples.Archived(_disk.Share()).Close();
        using OpsLogStore reader = Reader();
        foreach (StoredObject stored in _disk.List(""))
        {
            _disk.Delete(stored.Name);
        }

        Assert.Throws<StoreNotFoundException>(() => reader.ReadSegment("s"));
        Assert.Throws<StoreNotFoundException>(() => reader.GetSegments());
        Assert.Throws<StoreNotFoundException>(() => Ids(reader));
    }

    /// <summary>A single writer's operations beside those of agents are read by way of the other logs, which are opened once more.</summary>
    [Fact]
    public void An_opening_and_a_refresh_go_on_wherever_a_checkpoint_removes_what_they_read()
    {
        int reads = 0;
        for (int nth = 1; nth <= reads + 1; nth++)
        {
            foreach (bool refreshes in (bool[])[false, true])
            {
                MemoryBackend disk = new MadeUpStore()
                    .WithLog(MadeUpStore.Set("w", "{}") + MadeUpStore.Set("x", "{}"))
                    .WithLog(MadeUpStore.Set("a", "{}", more: MadeUpStore.Agent("a", 1)), "a")
                    .Build();
                FaultyBackend view = new(disk.Share());
                using OpsLogStore? opened = refreshes ? OpsLogStore.Open(view, new() { ReadOnly = true }) : null;
                if (refreshes)
                {
                    OpsLogStore.Open(disk.Share(), new() { Agent = "b", CheckpointOnClose = CheckpointOnClose.Always }).Close();
                }

                int met = 0;
                view.Before = (call, _) =>
                {
                    if (call == StorageCall.OpenRead && ++met == nth)
                    {
                        OpsLogStore.Open(disk.Share(), s_keepsNothing with { CheckpointOnClose = CheckpointOnClose.Always }).Close();
                        using OpsLogStore again = OpsLogStore.Open(disk.Share(), s_keepsNothing);
                        again.Set("y", "{}");
                        again.Compact();
                    }
                };
                using OpsLogStore reader = opened ?? OpsLogStore.Open(view, new() { ReadOnly = true });
                reader.Refresh();
                Assert.Empty(new[] { "a", "w", "x" }.Except(reader.StateById().Keys));
                bool wasOvertaken = met >= nth;
                view.Before = (_, _) => { };
                reader.Refresh();
                Assert.Equal(wasOvertaken ? ["a", "w", "x", "y"] : ["a", "w", "x"], reader.StateById().Keys);
                reads = Math.Max(reads, wasOvertaken ? nth : 0);
            }
        }

        Assert.InRange(reads, 3, 100);
    }

    [Fact]
    public void The_steps_to_undo_and_the_removable_history_end_where_another_agent_removes_a_kept_log()
    {
        int reads = 0;
        for (int nth = 1; nth <= reads + 1; nth++)
        {
            MemoryBackend disk = new();
            FaultyBackend view = new(disk.Share());
            using OpsLogStore own = OpsLogStore.Open(view, new() { Agent = "a" });
            using OpsLogStore other = OpsLogStore.Open(disk.Share(), s_keepsNothing with { Agent = "b" });
            for (int n = 0; n < 3; n++)
            {
                own.Set("x", $$"""{"n":{{n}}}""");
                own.Compact();
            }

            own.Set("x", Value);
            int met = 0;
            view.Before = (call, _) =>
            {
                if (call == StorageCall.OpenRead && ++met == nth)
                {
                    other.RemoveHistory(new HistoryPruning(Keep: 0));
                }
            };
            Assert.InRange(own.GetUndoableSteps(9).Count, 1, 4);
            Assert.InRange(own.FindRemovableHistory(new HistoryPruning(Keep: 0)).Count, 0, 9);
            reads = Math.Max(reads, met >= nth ? nth : 0);
        }

        Assert.InRange(reads, 4, 100);
    }

    private static List<string> Ids(OpsLogStore store) => [.. store.GetOperations().Select(operation => operation.Id)];

    private OpsLogStore Reader() => OpsLogStore.Open(_disk.Share(), new() { ReadOnly = true });
}
