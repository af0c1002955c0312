using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

/// <summary>Where counting and memory come to their ends: refused before anything is changed.</summary>
public sealed class LimitTests
{
    private const int Step = 20_000;

    private static readonly OpsLogStoreOptions s_options = MadeUpStore.Options;

    [Fact]
    public void A_clock_that_can_not_have_been_counted_is_damage_and_work_continues()
    {
        string lines = MadeUpStore.Set("a", "{}", more: MadeUpStore.Agent("w", 3)) + MadeUpStore.Set("b", "{}", more: MadeUpStore.Agent("w", LamportClock.Largest + 1));
        MemoryBackend disk = new MadeUpStore().WithLog(lines, "w").Build();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options with { Agent = "w" }))
        {
            StoreWarning warning = Assert.Single(store.Warnings);
            Assert.Equal((StoreWarningKind.SkippedDamage, 2), (warning.Kind, warning.Line));
            store.Set("c", "{}");
            Assert.Equal(4, store.GetStatistics().Clock);
        }

        using OpsLogStore again = OpsLogStore.Open(disk.Share(), s_options with { ReadOnly = true });
        Assert.Equal(["a", "c"], again.State().Select(record => record.Key));
    }

    [Fact]
    public void Behind_the_largest_clock_nothing_is_written_that_could_not_be_read()
    {
        MemoryBackend disk = new MadeUpStore().WithLog(MadeUpStore.Set("a", "{}", more: MadeUpStore.Agent("w", LamportClock.Largest - 1)), "w").Build();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options with { Agent = "w" }))
        {
            // One clock is left: a batch of two would have none for its second operation.
            Assert.Throws<ClockExhaustedException>(() => store.Batch(batch =>
            {
                batch.Set("x", "{}");
                batch.Delete("a");
            }));
            Assert.Equal(["a"], store.State().Select(record => record.Key));
        }

        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options with { Agent = "w" }))
        {
            store.Set("b", "{}");
            Assert.Equal(LamportClock.Largest, Assert.Throws<ClockExhaustedException>(() => store.Set("c", "{}")).Clock);
            Assert.Throws<ClockExhaustedException>(() => store.Delete("a"));
            Assert.Throws<ClockExhaustedException>(() => store.Archive(_ => true, "s"));
            Assert.Empty(store.GetSegments());
            store.Compact();
            Assert.Equal(["a", "b"], store.State().Select(record => record.Key));
        }

        using OpsLogStore again = OpsLogStore.Open(disk.Share(), s_options with { ReadOnly = true, Strict = true });
        Assert.Equal(["a", "b"], again.State().Select(record => record.Key));
    }

    [Theory]
    [InlineData(CheckpointOnClose.WhenDue)]
    [InlineData(CheckpointOnClose.Always)]
    public void Operations_counted_past_it_are_read_and_no_snapshot_is_taken_of_them(CheckpointOnClose onClose)
    {
        // Without clocks of their own they count on from the one before.
        string lines = MadeUpStore.Set("a", "{}", more: $",\"clock\":{LamportClock.Largest}") + MadeUpStore.Set("b", "{}") + MadeUpStore.Set("c", "{}");
        MemoryBackend disk = new MadeUpStore().WithLog(lines).Build();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options with { CheckpointOnClose = onClose, CheckpointThreshold = 1 }))
        {
            Assert.Equal(3, store.Count);
            Assert.Throws<ClockExhaustedException>(() => store.Set("d", "{}"));
            Assert.Throws<ClockExhaustedException>(() => store.Compact());
        }

        using OpsLogStore again = OpsLogStore.Open(disk.Share(), s_options with { ReadOnly = true });
        Assert.Equal(3, again.Count);
    }

    [Fact]
    public void The_clock_is_never_behind_an_undo()
    {
        // The agent's kept log is ahead of the snapshot that should cover it.
        MemoryBackend disk = new MadeUpStore().WithLog(MadeUpStore.Delete("a", "{}", MadeUpStore.Agent("w", 8)), "w").WithSnapshot("", ",\"clock\":2").Build();
        disk.Put("ops/agent-w-1600000000000.jsonl", disk.Read("ops/agent-w-1700000000000.jsonl")!.Content, PutCondition.None);
        disk.Put("ops/agent-w-1700000000000.jsonl", [], PutCondition.None);
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options with { Agent = "w" });
        Assert.Single(store.Undo());
        Assert.Equal(1, store.Count);
        store.Delete("a");
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public void A_step_undone_as_often_as_can_be_counted_stays()
    {
        string lines = MadeUpStore.Set("a", "{\"n\":1}", more: MadeUpStore.Agent("w", 1)) + MadeUpStore.Set("a", "{\"n\":2}", "{\"n\":1}", MadeUpStore.Agent("w", 2))
            + MadeUpStore.Set("a", "{\"n\":1}", "{\"n\":2}", MadeUpStore.Agent("w", 2) + $",\"undo\":{int.MaxValue}");
        using OpsLogStore store = OpsLogStore.Open(new MadeUpStore().WithLog(lines, "w").Build(), s_options with { Agent = "w" });
        Assert.Throws<UndoException>(() => store.Undo());
        Assert.Equal("{\"n\":1}", store.GetText("a"));
    }

    [Fact]
    public void A_batch_larger_than_a_step_may_be_is_refused_and_leaves_no_trace()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options with { LargestStep = Step, WriteMode = WriteMode.Async }))
        {
            store.Set("before", "{}");
            using StoreBatch batch = store.BeginBatch();
            for (int i = 0; i < 300; i++)
            {
                batch.Set($"id{i}", """{"n":1}""");
            }

            batch.Delete("before");
            Assert.Contains("Split it", Assert.Throws<BatchStateException>(batch.Commit).Message, StringComparison.Ordinal);
            Assert.Equal(["before"], store.State().Select(record => record.Key));
            store.Set("after", "{}");
            store.Undo();
            store.Set("after", """{"n":2}""");
        }

        using OpsLogStore again = OpsLogStore.Open(disk.Share(), s_options with { Strict = true, LargestStep = Step });
        Assert.Equal(["before", "after"], again.State().Select(record => record.Key));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_line_longer_than_a_step_may_be_is_never_taken_for_a_torn_one(bool readOnly)
    {
        string first = MadeUpStore.Set("a", "{}");
        string giant = MadeUpStore.Set("b", $"{{\"s\":\"{new string('x', 3 * Step)}\"}}");
        MemoryBackend disk = new MadeUpStore().WithLog(first + giant + MadeUpStore.Set("c", "{}")).Build();
        LogDamagedException refused = Assert.Throws<LogDamagedException>(() => OpsLogStore.Open(disk.Share(), s_options with { LargestStep = Step, ReadOnly = readOnly }));
        Assert.Equal((2, first.Length), (refused.Line, refused.Offset));
        Assert.DoesNotContain("without strict mode", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(disk.List("ops/"), file => file.Name.Contains("torn", StringComparison.Ordinal));
        Assert.Equal(first.Length + giant.Length + first.Length, disk.Find(MadeUpStore.Log)!.Value.Length);
    }

    [Fact]
    public void A_batch_of_just_what_a_step_may_be_is_read_again()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options with { LargestStep = Step }))
        {
            store.Set("x", "{}");
            store.Batch(batch =>
            {
                for (int i = 0; i < Step / 130; i++)
                {
                    batch.Set($"id{i}", """{"n":1}""");
                }
            });
            Assert.InRange(disk.List("ops/").Single().Length, Step * 0.8, Step);
        }

        using OpsLogStore again = OpsLogStore.Open(disk.Share(), s_options with { Strict = true, LargestStep = Step });
        Assert.Equal(1 + (Step / 130), again.Count);
    }

    [Fact]
    public void A_file_that_is_not_a_log_is_reported_in_a_few_warnings_and_one()
    {
        string lines = string.Concat(Enumerable.Repeat("x\n", 5_000));
        using OpsLogStore store = OpsLogStore.Open(new MadeUpStore().WithLog(lines + MadeUpStore.Set("a", "{}")).Build(), s_options);
        Assert.Equal(LogScanner.MostKept + 1, store.Warnings.Count);
        Assert.Contains($"{5000 - LogScanner.MostKept:N0} more places", store.Warnings[^1].Message, StringComparison.Ordinal);
        Assert.Equal(1, store.Count);
    }

    [Fact]
    public void More_than_a_step_can_hold_is_not_archived_at_once_and_an_operation_has_a_largest_length()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options with { LargestStep = Step });
        for (int i = 0; i < 100; i++)
        {
            store.Set($"id{i}", """{"n":1}""");
        }

        Assert.Contains("fewer", Assert.Throws<BatchStateException>(() => store.Archive(_ => true, "s")).Message, StringComparison.Ordinal);
        Assert.Null(disk.Find(StoreLayout.Segment("s")));
        Assert.Equal(10, store.Archive(record => record.IdText.Length == 3, "s").Records);

        // A record that is replaced in the segment is in the log too.
        string half = $"{{\"s\":\"{new string('x', Step * 2 / 3)}\"}}";
        store.Set("again", half);
        store.Archive(record => record.IdText == "again", "s");
        store.Set("again", half);
        Assert.Throws<BatchStateException>(() => store.Archive(record => record.IdText == "again", "s"));
        store.Delete("again");

        string large = $"{{\"s\":\"{new string('x', Step)}\"}}";
        Assert.Equal(RecordFault.TooLarge, Assert.Throws<InvalidRecordException>(() => store.Set("large", large)).Fault);
        Assert.Throws<InvalidRecordException>(() => store.Batch(batch =>
        {
            batch.Set("small", "{}");
            batch.Set("large", large);
        }));
        Assert.Equal(90, store.Count);
    }

    [Fact]
    public void An_id_has_a_largest_length()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend(), s_options);
        string id = new('x', (64 * 1024 * 1024) + 1);
        InvalidRecordException refused = Assert.Throws<InvalidRecordException>(() => store.Set(id, "{}"u8));
        Assert.Equal(RecordFault.TooLarge, refused.Fault);
        Assert.Contains("the maximum is 67,108,864", refused.Message, StringComparison.Ordinal);
        store.Set(id[..1_000_000], "{}"u8);
        Assert.Equal(1, store.Count);
    }
}
