using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

public class RestoreTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void Restoring_moves_records_back_and_keeps_their_bytes(string? agent)
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { Agent = agent }))
        {
            store.Set("a", """{"n":1.0,"é":"\u00e9"}""");
            store.Set("b", """{"n":2}""");
            store.Archive(_ => true, "s");
            Assert.Equal(new RestoreResult("s", 1, 0, 0), store.Restore(record => record.IdText == "a", "s"));
            Assert.Equal("""{"n":1.0,"é":"\u00e9"}""", store.GetText("a"));
            Assert.Equal(["b"], store.SegmentById("s").Keys);
            Assert.Equal(1, store.GetStatistics().ArchivedRecords);
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share(), new() { Agent = agent });
        Assert.Equal("""{"n":1.0,"é":"\u00e9"}""", reopened.GetText("a"));
        Assert.Equal(1, reopened.Restore(_ => true, "s").Records);
        Assert.Empty(reopened.GetSegments());
        Assert.Empty(disk.List("archive/"));
        Assert.Equal(0, reopened.GetStatistics().ArchivedRecords);
        Assert.Equal(2, reopened.Count);
        Assert.Empty(reopened.Warnings);
        reopened.Close();
        Assert.Equal("", Findings.Of(disk.Share()));
    }

    [Fact]
    public void The_history_shows_the_segment_and_the_records_are_one_step()
    {
        using OpsLogStore store = RestoreSamples.Archived(new MemoryBackend());
        store.Restore(_ => true, "s");
        List<LoggedOperation> last = [.. store.GetOperations().TakeLast(3)];
        Assert.Equal(RestoreSamples.Ids, last.Select(operation => operation.Id));
        Assert.All(last, operation => Assert.Equal(("s", OperationKind.Set, 3), (operation.Segment, operation.Kind, operation.BatchCount)));
        Assert.Equal(3, store.Undo().Count);
    }

    [Fact]
    public void Where_nothing_is_wanted_nothing_is_written()
    {
        MemoryBackend disk = new();
        FaultyBackend counted = new(disk.Share());
        using OpsLogStore store = RestoreSamples.Archived(counted);
        (int puts, int completions) = (counted.Count(StorageCall.Put), counted.Count(StorageCall.Complete));
        Assert.Equal(new RestoreResult("s", 0, 0, 0), store.Restore(_ => false, "s"));
        Assert.Equal((puts, completions), (counted.Count(StorageCall.Put), counted.Count(StorageCall.Complete)));
    }

    [Fact]
    public void A_record_that_is_active_with_an_equal_value_leaves_the_segment_and_an_undo_puts_it_back()
    {
        using OpsLogStore store = RestoreSamples.Archived(new MemoryBackend());
        store.Set("a", """{"m":[1,2],"n":1}""");
        Assert.Equal(new RestoreResult("s", 1, 0, 1), store.Restore(record => record.IdText == "a", "s"));
        Assert.Equal(["b", "c"], store.SegmentById("s").Keys);
        store.Undo();
        Assert.Equal(RestoreSamples.Ids, store.SegmentById("s").Keys);
        Assert.Equal("""{"m":[1,2],"n":1}""", store.GetText("a"));
        store.Undo();
        Assert.Equal(RestoreSamples.Ids, store.SegmentById("s").Keys);
        Assert.Null(store.GetText("a"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void A_record_that_is_active_with_another_value_refuses_the_whole_restore(string? agent)
    {
        using OpsLogStore store = RestoreSamples.Archived(new MemoryBackend(), new() { Agent = agent });
        store.Set("b", """{"other":1}""");
        store.Set("c", """{"other":2}""");
        SortedDictionary<string, string> state = store.StateById();
        RecordExistsException refused = Assert.Throws<RecordExistsException>(() => store.Restore(_ => true, "s"));
        Assert.Equal("b", refused.Id);
        Assert.Contains("1 other.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(state, store.StateById());
        Assert.Equal(RestoreSamples.Ids, store.SegmentById("s").Keys);

        Assert.Equal(new RestoreResult("s", 3, 2, 0), store.Restore(_ => true, "s", replace: true));
        Assert.Equal("""{"m":[1,2],"n":1}""", store.GetText("b"));
        Assert.Equal(3, store.Undo().Count);
        Assert.Equal(state, store.StateById());
        Assert.Equal(RestoreSamples.Ids, store.SegmentById("s").Keys);
        Assert.Equal("""{"m":[1,2],"n":1}""", store.SegmentById("s")["b"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void A_restore_takes_effect_and_warns_where_the_segment_or_the_manifest_can_t_be_changed(string? agent)
    {
        foreach ((StorageCall call, bool after) in ((StorageCall, bool)[])[(StorageCall.Complete, false), (StorageCall.Put, false), (StorageCall.Put, true)])
        {
            MemoryBackend disk = new();
            FaultyBackend faulty = new(disk.Share());
            using (OpsLogStore store = RestoreSamples.Archived(faulty, new() { Agent = agent }))
            {
                faulty.Fail(call, forever: true, after: after);
                Assert.Equal(3, store.Restore(_ => true, "s").Records);
                Assert.Equal(RestoreSamples.Ids, store.StateById().Keys);
                StoreWarning warning = Assert.Single(store.Warnings);
                Assert.Equal(StoreWarningKind.SegmentKept, warning.Kind);
                Assert.Contains("archive-s.json", warning.Path, StringComparison.Ordinal);
                faulty.Heal();
            }

            using OpsLogStore reopened = OpsLogStore.Open(disk.Share(), new() { Agent = agent });
            Assert.Equal(RestoreSamples.Ids, reopened.StateById().Keys);
            if (call == StorageCall.Complete)
            {
                Assert.Equal(new RestoreResult("s", 3, 0, 3), reopened.Restore(_ => true, "s"));
                Assert.Empty(reopened.GetSegmentNames());
            }
        }
    }

    [Fact]
    public void Records_that_are_too_many_for_one_step_change_nothing()
    {
        MemoryBackend disk = new();
        RestoreSamples.Archived(disk.Share()).Close();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { LargestStep = 600 });
        Assert.Contains("restored", Assert.Throws<BatchStateException>(() => store.Restore(_ => true, "s")).Message, StringComparison.Ordinal);
        Assert.Equal(0, store.Count);
        Assert.Equal(RestoreSamples.Ids, store.SegmentById("s").Keys);
        Assert.Equal(2, store.Restore(record => record.IdText != "c", "s").Records);
    }

    [Fact]
    public void What_can_t_be_restored_is_refused_by_name_and_nothing_is_changed()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = RestoreSamples.Archived(disk.Share());
        Assert.Equal(SegmentFault.Missing, Assert.Throws<ArchiveSegmentException>(() => store.Restore(_ => true, "t")).Fault);
        Assert.Throws<InvalidNameException>(() => store.Restore(_ => true, "../s"));
        using (OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true }))
        {
            Assert.Throws<StoreReadOnlyException>(() => reader.Restore(_ => true, "s"));
        }

        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => store.Restore(
            _ =>
            {
                stop.Cancel();
                return true;
            },
            "s",
            cancellation: stop.Token));
        Assert.Equal((0, 3), (store.Count, store.SegmentById("s").Count));

        byte[] content = disk.Read(StoreLayout.Segment("s"))!.Content;
        content[content.Length / 2] ^= 4;
        disk.Put(StoreLayout.Segment("s"), content, PutCondition.None);
        Assert.Equal(SegmentFault.WrongChecksum, Assert.Throws<ArchiveSegmentException>(() => store.Restore(_ => true, "s")).Fault);
        Assert.Equal(0, store.Count);
        Assert.Equal(content, disk.Read(StoreLayout.Segment("s"))!.Content);
        store.Close();
        Assert.Throws<StoreClosedException>(() => store.Restore(_ => true, "s"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void A_segment_of_another_program_keeps_what_is_no_record(string? agent)
    {
        MemoryBackend disk = new();
        using OpsLogStore store = RestoreSamples.Archived(disk.Share(), new() { Agent = agent });
        RestoreSamples.PutSegment(disk, "s", """{"five":5,"x":{"n": 1},"y":{"n":2}}""");
        Assert.Equal(2, store.Restore(_ => true, "s").Records);
        Assert.Equal("""{"n":1}""", store.GetText("x"));
        Assert.Equal(StoreWarningKind.SkippedRecord, Assert.Single(store.Warnings).Kind);
        Assert.Equal(["s"], store.GetSegmentNames());
        Assert.Contains("\"five\":5", Encoding.UTF8.GetString(disk.Read(StoreLayout.Segment("s"))!.Content), StringComparison.Ordinal);
        Assert.Equal(2, store.Undo().Count);
        Assert.Equal(["x", "y"], store.SegmentById("s").Keys);

        // Bytes that are no text would make the log unreadable.
        byte[] spoilt = Encoding.UTF8.GetBytes(RestoreSamples.Document("s", """{"x":{"n":"???"},"y":{"n":2}}"""));
        new byte[] { 0xED, 0xA0, 0x80 }.CopyTo(spoilt, Array.IndexOf(spoilt, (byte)'?'));
        disk.Put(StoreLayout.Segment("s"), spoilt, PutCondition.None);
        Assert.Equal(SegmentFault.Malformed, Assert.Throws<ArchiveSegmentException>(() => store.Restore(_ => true, "s")).Fault);
        Assert.Equal(0, store.Count);
        Assert.Equal(spoilt, disk.Read(StoreLayout.Segment("s"))!.Content);
    }

    /// <summary>Another program archives without a line in the log, so the log seems to contain the record twice.</summary>
    [Theory]
    [InlineData(CheckpointOnClose.Never)]
    [InlineData(CheckpointOnClose.Always)]
    public void The_check_raises_no_alarm_where_the_last_record_that_another_program_archived_came_back(CheckpointOnClose close)
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { CheckpointOnClose = CheckpointOnClose.Never }))
        {
            store.Set("x", """{"n":1}""");
            store.Set("y", """{"n":2}""");
            store.Delete("x");
            store.Compact();
        }

        string kept = disk.List("ops/")[0].Name;
        string[] lines = Encoding.UTF8.GetString(disk.Read(kept)!.Content).Split('\n');
        string foreign = string.Concat(lines[..2].Select(line => $"{line[..line.LastIndexOf(",\"crc\"", StringComparison.Ordinal)]}}}\n"));
        disk.Put(kept, Encoding.UTF8.GetBytes(foreign), PutCondition.None);
        RestoreSamples.PutSegment(disk, "s", """{"x":{"n":1}}""");
        OtherProcess.PutManifest(disk, manifest => manifest with { ArchiveSegments = [StoreLayout.Segment("s")] });
        Assert.Equal("", Findings.Of(disk.Share(), FindingSeverity.Warning));
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { CheckpointOnClose = close }))
        {
            Assert.Equal(1, store.Restore(_ => true, "s").Records);
            Assert.Empty(store.GetSegmentNames());
        }

        Assert.Equal("", Findings.Of(disk.Share(), FindingSeverity.Warning));
    }
}
