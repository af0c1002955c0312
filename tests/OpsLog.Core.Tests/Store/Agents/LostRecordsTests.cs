using System.Text;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Agents;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Segments;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Store.Agents;

/// <summary>What agent 'a' has in memory, against what was loaded behind another program's snapshot.</summary>
public class LostRecordsTests
{
    private readonly MemoryBackend _disk = new();
    private readonly RecordTable _memory = new();
    private readonly RecordTable _loaded = new();

    [Fact]
    public void Lost_is_what_this_agent_wrote_last_and_the_loaded_state_has_otherwise()
    {
        Apply(_memory, "missing", """{"n":1}""", 1);
        Apply(_memory, "older there", """{"n":2}""", 2);
        Apply(_memory, "removed", null, 3);
        Apply(_memory, "the same", """{"n":4}""", 4);
        Apply(_memory, "gone there too", null, 5);
        Apply(_memory, "of another", """{"n":6}""", 6, "b");
        Apply(_memory, "removed by another", null, 7, "b");
        _loaded.Set("older there"u8, """{"n":0}"""u8);
        _loaded.Set("removed"u8, """{"n":0}"""u8);
        _loaded.Set("the same"u8, """{"n": 4}"""u8);
        _loaded.Set("removed by another"u8, """{"n":0}"""u8);
        Assert.Equal(["missing={\"n\":1}", "older there={\"n\":2}", "removed"], Lost());
    }

    [Fact]
    public void They_are_written_again_in_the_order_they_were_written()
    {
        Apply(_memory, "c", "{}", 3);
        Apply(_memory, "removed", null, 2);
        Apply(_memory, "undone", "{}", 1, rank: 2);
        Apply(_memory, "first", "{}", 1, rank: 1);
        _loaded.Set("removed"u8, "{}"u8);
        Assert.Equal(["first={}", "undone={}", "removed", "c={}"], Lost());
    }

    [Fact]
    public void What_was_written_behind_the_snapshot_and_later_counts_and_an_earlier_operation_does_not()
    {
        Apply(_memory, "later", """{"n":1}""", 5);
        Apply(_memory, "removed later", """{"n":1}""", 5);
        Apply(_memory, "earlier", """{"n":1}""", 5);
        Apply(_loaded, "later", """{"n":2}""", 6, "b");
        Apply(_loaded, "removed later", null, 6, "b");
        Apply(_loaded, "earlier", """{"n":2}""", 4, "b");
        Assert.Equal(["earlier={\"n\":1}"], Lost());
    }

    [Fact]
    public void A_record_that_was_moved_to_a_segment_is_not_lost_and_one_with_another_value_there_is()
    {
        Apply(_memory, "moved", """{"n":1}""", 1);
        Apply(_memory, "changed", """{"n":2}""", 2);
        using (SegmentWriter segment = new(_disk, "s"))
        {
            segment.Add("moved"u8, """{"n":1}"""u8);
            segment.Add("changed"u8, """{"n":1}"""u8);
            segment.Complete();
        }

        Assert.Equal(["changed={\"n\":2}"], Lost(StoreLayout.Segment("s")));
    }

    private static void Apply(RecordTable table, string id, string? json, long clock, string agent = "a", int rank = 0) => Assert.True(
        table.TryApply(
            Encoding.UTF8.GetBytes(id),
            json is null ? default : Encoding.UTF8.GetBytes(json),
            json is null,
            new Stamp(clock, table.Agents.NumberOf(Encoding.UTF8.GetBytes(agent)), rank),
            out _));

    private IEnumerable<string> Lost(params string[] segments)
    {
        Manifest manifest = FreshStore.ReadOrCreate(_disk, new OpsLogStoreOptions()).Manifest with { ArchiveSegments = segments };
        List<StagedOperation> lost = new LostRecords(_disk, manifest, _loaded).Find(_memory.Freeze(), _memory.Agents.NumberOf("a"u8));
        return lost.Select(operation => Encoding.UTF8.GetString(operation.Id) + (operation.Value is { } value ? $"={Encoding.UTF8.GetString(value)}" : ""));
    }
}
