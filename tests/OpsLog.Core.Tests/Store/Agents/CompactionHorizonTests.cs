using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Agents;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store.Agents;

/// <summary>How far an agent's log lets the horizon go.</summary>
public class CompactionHorizonTests
{
    private const string Older = "ops/agent-a-1600000000000.jsonl";
    private const string Log = "ops/agent-a-1700000000000.jsonl";

    private readonly MemoryBackend _disk = new();
    private readonly Dictionary<string, long> _begins = [];

    [Fact]
    public void An_agent_that_has_written_nothing_holds_it_at_the_beginning() => Assert.Equal(0, HorizonOf(new LogText()));

    [Theory]
    [InlineData(3, 0)]
    [InlineData(8, 0)]
    [InlineData(20, 12)]
    public void It_is_below_the_last_eight_steps(int operations, long expected) => Assert.Equal(expected, HorizonOf(Operations(1, operations)));

    [Fact]
    public void A_batch_is_one_step_and_it_is_below_its_first_operation()
    {
        LogText log = Operations(1, 5);
        log.Add("x", 1, 2, agent: "a", clock: 6).Add("y", 2, 2, agent: "a", clock: 7);
        for (int clock = 8; clock <= 14; clock++)
        {
            log.Add("x", agent: "a", clock: clock);
        }

        Assert.Equal(5, HorizonOf(log));
    }

    [Fact]
    public void A_step_that_was_undone_is_none_of_the_eight() =>
        Assert.Equal(11, HorizonOf(Operations(1, 20).Add("x", undoRank: 1, agent: "a", clock: 20)));

    [Fact]
    public void It_is_not_past_the_last_operation_where_none_can_be_undone()
    {
        LogText log = Operations(1, 5);
        _begins[Log] = log.Ends[^1];
        Assert.Equal(5, HorizonOf(log));
        Assert.Equal(3, HorizonOf(log, end: log.Ends[2]));
        Assert.Equal(7, HorizonOf(log, lastClock: 7));
    }

    [Fact]
    public void What_is_behind_the_covered_part_does_not_count()
    {
        LogText log = Operations(1, 20);
        Assert.Equal(2, HorizonOf(log, end: log.Ends[9]));
    }

    [Fact]
    public void Steps_in_the_log_before_count()
    {
        Put(Older, Operations(1, 20));
        Assert.Equal(14, HorizonOf(Operations(21, 22)));
    }

    [Fact]
    public void Tombstones_up_to_it_are_forgotten_and_those_past_it_are_not()
    {
        RecordTable table = new();
        Apply(table, "record", isDelete: false, clock: 9);
        for (int clock = 1; clock <= 3; clock++)
        {
            Apply(table, $"removed-{clock}", isDelete: true, clock);
        }

        List<SnapshotTombstone> kept = CompactionHorizon.Tombstones(table.Freeze(), table.Agents, horizon: 2);
        SnapshotTombstone tombstone = Assert.Single(kept);
        Assert.Equal("removed-3"u8.ToArray(), tombstone.Id);
        Assert.Equal((3, "a"), (tombstone.Stamp.Clock, System.Text.Encoding.UTF8.GetString(tombstone.Stamp.Agent)));
    }

    private static void Apply(RecordTable table, string id, bool isDelete, long clock) => Assert.True(
        table.TryApply(System.Text.Encoding.UTF8.GetBytes(id), isDelete ? default : "{}"u8, isDelete, new Stamp(clock, table.Agents.NumberOf("a"u8), 0), out _));

    private static LogText Operations(int first, int last)
    {
        LogText log = new();
        for (int clock = first; clock <= last; clock++)
        {
            log.Add("x", agent: "a", clock: clock);
        }

        return log;
    }

    private long HorizonOf(LogText log, long? end = null, long? lastClock = null)
    {
        Put(Log, log);
        return new CompactionHorizon(_disk, _begins).Of("a", Log, end ?? log.ToArray().Length, lastClock);
    }

    private void Put(string name, LogText log) => _disk.Put(name, log.ToArray(), PutCondition.None);
}
