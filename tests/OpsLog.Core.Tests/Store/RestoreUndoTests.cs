using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;

namespace OpsLog.Core.Tests.Store;

public class RestoreUndoTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("a", false)]
    [InlineData("a", true)]
    public void Undoing_a_restore_moves_the_records_to_their_segment_which_may_have_to_be_made_again(string? agent, bool compacts)
    {
        MemoryBackend disk = new();
        OpsLogStoreOptions options = new() { Agent = agent };
        using (OpsLogStore store = RestoreSamples.Archived(disk.Share(), options))
        {
            SortedDictionary<string, string> before = store.SegmentById("s");
            store.Restore(_ => true, "s");
            Assert.Empty(store.GetSegmentNames());
            if (compacts)
            {
                store.Compact();
            }

            Assert.Equal(3, store.Undo().Count);
            Assert.Equal(0, store.Count);
            Assert.Equal(before, store.SegmentById("s"));
            Assert.Equal(3, store.GetStatistics().ArchivedRecords);
            Assert.Equal(3, store.Undo().Count);
            Assert.Equal(before, store.StateById());
            Assert.Empty(store.GetSegmentNames());
            Assert.Empty(store.Warnings);
        }

        Assert.Equal("", Findings.Of(disk.Share()));
    }

    [Fact]
    public void A_segment_of_another_program_keeps_its_name_even_if_that_is_refused_for_a_new_one()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = RestoreSamples.Archived(disk.Share(), new());
        Assert.Throws<InvalidNameException>(() => store.CheckSegmentName("Web Team"));
        RestoreSamples.PutSegment(disk, "Web Team", """{"z":{"n":9}}""");
        store.CheckSegmentName("Web Team");
        store.Set("y", "{}"u8);
        Assert.Equal(1, store.Archive(record => record.IdText == "y", "Web Team").Records);
        Assert.Equal(2, store.Restore(_ => true, "Web Team").Records);
        Assert.DoesNotContain("Web Team", store.GetSegmentNames());
        Assert.Equal(2, store.Undo().Count);
        Assert.Equal(["y", "z"], store.SegmentById("Web Team").Keys);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void An_undo_does_not_replace_another_record_that_the_segment_contains_by_now(string? agent)
    {
        MemoryBackend disk = new();
        using OpsLogStore store = RestoreSamples.Archived(disk.Share(), new() { Agent = agent });
        store.Restore(record => record.IdText != "c", "s");
        RestoreSamples.PutSegment(disk, "s", """{"a":{"another":1}}""");
        SortedDictionary<string, string> state = store.StateById();
        UndoException refused = Assert.Throws<UndoException>(() => store.Undo());
        Assert.Contains("another record 'a'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(state, store.StateById());
        Assert.Equal(new SortedDictionary<string, string> { ["a"] = """{"another":1}""" }, store.SegmentById("s"));

        // One that is there with an equal value stays as it is.
        RestoreSamples.PutSegment(disk, "s", """{"a":{ "n":1, "m":[1,2]}}""");
        Assert.Equal(2, store.Undo().Count);
        Assert.Equal("""{"n":1,"m":[1,2]}""", store.SegmentById("s")["a"]);
        Assert.Equal(["a", "b"], store.SegmentById("s").Keys);
    }

    [Fact]
    public void Another_agent_s_later_write_stays_and_the_record_goes_to_the_segment_again()
    {
        MemoryBackend disk = new();
        using OpsLogStore a = RestoreSamples.Archived(disk.Share(), new() { Agent = "a" });
        using OpsLogStore b = OpsLogStore.Open(disk.Share(), new() { Agent = "b" });
        a.Restore(_ => true, "s");
        b.Refresh();
        b.Set("a", """{"by":"b"}""");
        Assert.Equal(3, a.Undo().Count);
        Assert.Equal([new("a", """{"by":"b"}""")], a.StateById());
        Assert.Equal(RestoreSamples.Ids, a.SegmentById("s").Keys);
        b.Refresh();
        Assert.Equal([new("a", """{"by":"b"}""")], b.StateById());
        Assert.Equal(RestoreSamples.Ids, b.SegmentById("s").Keys);
    }

    [Fact]
    public void A_segment_that_differs_from_the_lost_one_only_in_case_refuses_the_undo()
    {
        MemoryBackend disk = new();
        using OpsLogStore a = RestoreSamples.Archived(disk.Share(), new() { Agent = "a" });
        using OpsLogStore b = OpsLogStore.Open(disk.Share(), new() { Agent = "b" });
        a.Restore(_ => true, "s");
        b.Refresh();
        b.Archive(record => record.IdText == "b", "S");
        UndoException refused = Assert.Throws<UndoException>(() => a.Undo());
        Assert.Contains("'S' exists", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "c"], a.StateById().Keys);
        Assert.Equal(["S"], a.GetSegmentNames());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void An_undo_that_is_too_large_for_a_step_takes_the_records_out_of_the_segment_again(string? agent)
    {
        MemoryBackend disk = new();
        using (OpsLogStore first = RestoreSamples.Archived(disk.Share(), new() { Agent = agent }))
        {
            first.Restore(_ => true, "s");
            first.Compact();
        }

        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { Agent = agent, LargestStep = 200 });
        Assert.Throws<BatchStateException>(() => store.Undo());
        Assert.Equal(RestoreSamples.Ids, store.StateById().Keys);
        Assert.Empty(store.GetSegmentNames());
        Assert.Empty(disk.List("archive/"));
        Assert.Equal(0, store.GetStatistics().ArchivedRecords);
    }
}
