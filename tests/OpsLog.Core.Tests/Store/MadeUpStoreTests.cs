using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Segments;

namespace OpsLog.Core.Tests.Store;

/// <summary>Files that say what cannot be: found by giving the engine millions of them.</summary>
public sealed class MadeUpStoreTests
{
    private static readonly OpsLogStoreOptions s_options = MadeUpStore.Options;

    [Theory]
    [InlineData("{]}")]
    [InlineData("{}}{\"id\":\"b\",\"data\":{}")]
    [InlineData("{\"x\":1},\"y\":{}")]
    [InlineData("{\"long enough for a patch\":1,\"n\":\"\xed\xa0\x80\"}")]
    public void A_value_that_is_no_record_spoils_no_line_of_ours(string value)
    {
        // The checksum fits, so the snapshot's values are taken as they are.
        MemoryBackend disk = new MadeUpStore().WithSnapshot($"{{\"id\":\"a\",\"data\":{value}}}\n{{\"id\":\"b\",\"data\":{value}}}\n").Build(seal: true);
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options))
        {
            Assert.Equal(RecordFault.Malformed, Assert.Throws<InvalidRecordException>(() => store.Archive(_ => true)).Fault);
            Assert.Equal(RecordFault.Malformed, Assert.Throws<InvalidRecordException>(() => store.Merge("a", "{\"m\":1}"u8)).Fault);
            store.Set("b", "{}");
            store.Undo();
            Assert.Null(store.GetText("b"));
            store.Set("a", """{"long enough for a patch":1}""");
        }

        using OpsLogStore reader = OpsLogStore.Open(disk.Share(), s_options with { Strict = true });
        Assert.Equal(["a"], reader.State().Select(record => record.Key));
    }

    [Fact]
    public void A_count_of_archived_records_that_is_wrong_is_right_behind_an_archive()
    {
        MemoryBackend disk = new MadeUpStore { Archived = long.MaxValue - 1 }.WithLog(MadeUpStore.Set("a", "{}") + MadeUpStore.Set("b", "{}")).Build();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options))
        {
            store.Archive(_ => true, "s");
        }

        using OpsLogStore again = OpsLogStore.Open(disk.Share(), s_options);
        Assert.Equal(2, again.GetStatistics().ArchivedRecords);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_log_shorter_than_the_snapshot_covers_of_it_is_an_error(bool readOnly)
    {
        MemoryBackend disk = new MadeUpStore().WithLog(MadeUpStore.Set("a", "{}")).WithSnapshot("", $",\"clock\":1,\"covered\":{{\"{MadeUpStore.Log}\":1000}}").Build();
        AgentLogException refused = Assert.Throws<AgentLogException>(() => OpsLogStore.Open(disk.Share(), s_options with { ReadOnly = readOnly }));
        Assert.Contains("1,000 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_behind_its_snapshot_s_version_is_brought_up_once()
    {
        MemoryBackend disk = new MadeUpStore().WithSnapshot("{\"id\":\"a\",\"data\":{}}\n", version: 2).Build();
        using OpsLogStore first = OpsLogStore.Open(disk.Share(), s_options with { SchemaVersion = 2, Agent = "first" });
        using OpsLogStore second = OpsLogStore.Open(disk.Share(), s_options with { SchemaVersion = 2, Agent = "second" });
        Assert.Equal(first.State(), second.State());
    }

    [Fact]
    public void History_goes_on_past_a_patch_that_can_not_be_applied_and_undo_stops_there()
    {
        string lines = MadeUpStore.Set("a", "{}") + MadeUpStore.Set("a", "{\"n\":1}", "{\"$set\":5}", ",\"encoding\":\"delta\"") + MadeUpStore.Set("b", "{}");
        using OpsLogStore store = OpsLogStore.Open(new MadeUpStore().WithLog(lines).Build(), s_options);
        Assert.Equal(["a", "a", "b"], store.GetOperations().Select(operation => operation.Id));
        Assert.Null(store.GetOperations().ElementAt(1).Before);
        store.Undo();
        Assert.Contains("'a'", Assert.Throws<UndoException>(() => store.Undo()).Message, StringComparison.Ordinal);
        Assert.Equal("{\"n\":1}", store.GetText("a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData(null)]
    public void An_archiving_is_undone_though_its_segment_can_not_be_changed(string? segment)
    {
        string line = MadeUpStore.Delete("a", "{\"n\":1}", ",\"segment\":\"s\"");
        using OpsLogStore store = OpsLogStore.Open(new MadeUpStore().WithLog(MadeUpStore.Set("a", "{\"n\":1}") + line).WithSegment("s", segment).Build(), s_options);
        Assert.Single(store.Undo());
        Assert.Equal("{\"n\":1}", store.GetText("a"));
        Assert.Equal(segment is null ? [] : [StoreWarningKind.SegmentKept], store.Warnings.Select(warning => warning.Kind));
    }

    [Theory]
    [InlineData("../s")]
    [InlineData("s")]
    public void An_archiving_to_any_place_and_a_restore_are_undone(string segment)
    {
        string lines = MadeUpStore.Set("a", "{}", more: ",\"segment\":\"s\"") + MadeUpStore.Delete("a", "{}", $",\"segment\":\"{segment}\"");
        using OpsLogStore store = OpsLogStore.Open(new MadeUpStore().WithLog(lines).WithSegment("s", "{\"version\":1,\"period\":\"s\",\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"records\":{\"b\":{}}}").Build(), s_options);
        store.Undo();
        Assert.Equal(1, store.Count);
        store.Undo();
        Assert.Equal(0, store.Count);
        Assert.Equal(["a", "b"], store.ReadSegment("s").Select(record => record.Id).Order());
    }

    [Fact]
    public void A_restore_whose_segment_can_not_be_read_is_not_undone()
    {
        string line = MadeUpStore.Set("a", "{}", more: ",\"segment\":\"s\"");
        using OpsLogStore store = OpsLogStore.Open(new MadeUpStore().WithLog(line).WithSegment("s", "{\"records\":{}}").Build(), s_options);
        Assert.Throws<ArchiveSegmentException>(() => store.Undo());
        Assert.Equal("{}", store.GetText("a"));
    }

    [Fact]
    public void Undo_of_a_step_behind_damage_is_written_and_not_cut()
    {
        // The step in the middle can't be read, so cutting the last one off would leave the first one's value.
        string lines = MadeUpStore.Set("a", "{\"n\":1}") + "damaged\n" + MadeUpStore.Set("a", "{\"n\":3}", "{\"n\":2}");
        AssertUndoneTo("{\"n\":2}", new MadeUpStore().WithLog(lines).Build());
    }

    [Fact]
    public void Undo_of_a_step_that_is_wrong_about_what_was_there_is_written_and_not_cut() => AssertUndoneTo(
        null, new MadeUpStore().WithSnapshot("{\"id\":\"a\",\"data\":{\"n\":1}}\n").WithLog(MadeUpStore.Set("a", "{\"n\":2}")).Build());

    [Fact]
    public void A_store_s_own_step_is_cut_off_however_the_log_was_before()
    {
        MemoryBackend disk = new MadeUpStore().WithLog("damaged\n" + MadeUpStore.Set("a", "{}")).Build();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options);
        long length = disk.Find(MadeUpStore.Log)!.Value.Length;
        store.Set("a", "{\"n\":1}");
        store.Erase();
        Assert.Equal(length, disk.Find(MadeUpStore.Log)!.Value.Length);
    }

    private static void AssertUndoneTo(string? expected, MemoryBackend disk)
    {
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), s_options))
        {
            Assert.Single(store.Undo());
            Assert.Equal(expected, store.GetText("a"));
        }

        using OpsLogStore again = OpsLogStore.Open(disk.Share(), s_options);
        Assert.Equal(expected, again.GetText("a"));
    }
}
