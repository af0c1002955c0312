using OpsLog.Core.Log;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.State;

public sealed class LogMergerTests
{
    [Fact]
    public void The_order_is_by_clock_then_agent_then_place()
    {
        byte[] a = Log(("x", 1, "a"), ("y", 2, "a"), ("z", 5, "a"), ("z", 5, "a"));
        byte[] b = Log(("x", 2, "b"), ("y", 2, "b"), ("z", 4, "b"));
        Assert.Equal("x=b0 y=b1 z=a3 ", Merge(0, out long clock, ("a", a), ("b", b)));
        Assert.Equal(5, clock);
        Assert.Equal("x=b0 y=b1 z=a3 ", Merge(0, out _, ("b", b), ("a", a)));
    }

    [Fact]
    public void Agents_are_compared_by_ordinal()
    {
        byte[] upper = Log(("x", 1, "B"));
        byte[] lower = Log(("x", 1, "a"));
        byte[] longer = Log(("x", 1, "a1"));
        byte[] other = Log(("x", 1, "é"));
        Assert.Equal("x=a0 ", Merge(0, out _, ("a", lower), ("B", upper)));
        Assert.Equal("x=a10 ", Merge(0, out _, ("a1", longer), ("a", lower)));
        Assert.Equal("x=é0 ", Merge(0, out _, ("é", other), ("a1", longer)));
    }

    [Fact]
    public void One_without_a_clock_is_the_next_after_what_stands_before_it()
    {
        byte[] single = Log(("x", 0, ""), ("y", 0, ""), ("z", 9, "s"), ("u", 0, ""));
        byte[] agent = Log(("x", 11, "a"), ("y", 12, "a"), ("z", 9, "a"), ("u", 9, "a"));
        Assert.Equal("u=s3 x=a0 y=a1 z=s2 ", Sorted(Merge(10, out long clock, ("s", single), ("a", agent))));
        Assert.Equal(12, clock);
        Assert.Equal("x=s0 ", Merge(10, out _, ("s", Log(("x", 0, ""))), ("a", Log(("x", 10, "a")))));
    }

    [Fact]
    public void Without_operations_the_clock_is_the_snapshots()
    {
        Assert.Equal("", Merge(7, out long clock, ("a", [])));
        Assert.Equal(7, clock);
        Merge(7, out clock, ("a", Log(("x", 3, "a"))));
        Assert.Equal(7, clock);
    }

    [Fact]
    public void Removals_take_part_in_the_order()
    {
        byte[] a = new LogText().Add("x", agent: "a", clock: 1, value: "{\"w\":\"a0\"}").Add("-x", agent: "a", clock: 3).ToArray();
        Assert.Equal("", Merge(0, out _, ("a", a), ("b", Log(("x", 2, "b")))));
        Assert.Equal("x=b0 ", Merge(0, out _, ("a", a), ("b", Log(("x", 4, "b")))));
        Assert.Equal("x=b0 ", Merge(0, out _, ("a", a), ("b", Log(("x", 3, "b")))));
    }

    [Fact]
    public void Unfinished_batches_do_not_count()
    {
        byte[] log = new LogText()
            .Add("x", agent: "a", clock: 1, value: "{\"w\":\"kept\"}")
            .Add("x", 1, 2, "{\"w\":\"lost\"}", agent: "a", clock: 2)
            .AddForeign("y")
            .Add("x", 1, 2, "{\"w\":\"whole\"}", agent: "a", clock: 4).Add("z", 2, 2, "{\"w\":\"whole\"}", agent: "a", clock: 5)
            .Add("z", 1, 3, "{\"w\":\"lost\"}", agent: "a", clock: 6)
            .ToArray();
        RecordTable table = new();
        LogMerger merger = new(0);
        merger.Add(new LogScanner(new LineReader(new BytesReader(log), 0, log.Length)));
        Assert.Equal(4, merger.Apply(table));
        Assert.Equal("x={\"w\":\"whole\"} y={\"n\":2} z={\"w\":\"whole\"} ", TableText.Of(table));
    }

    [Fact]
    public void The_order_logs_are_given_in_does_not_matter() => Seed.Run(random =>
    {
        for (int i = 0; i < 100; i++)
        {
            (string, byte[])[] logs = [.. Enumerable.Range(0, 4).Select(agent =>
            {
                string name = $"agent{agent}";
                long clock = 0;
                return (name, Log([.. Enumerable.Range(0, random.Next(30)).Select(_ => ($"id{random.Next(6)}", clock += random.Next(1, 4), name))]));
            })];
            string expected = Sorted(Merge(0, out long clock, logs));
            random.Shuffle(logs);
            Assert.Equal(expected, Sorted(Merge(0, out long again, logs)));
            Assert.Equal(clock, again);
        }
    });

    /// <summary>A log whose records say which line of which agent wrote them.</summary>
    private static byte[] Log(params (string Id, long Clock, string Agent)[] operations)
    {
        LogText text = new();
        string name = operations.Select(o => o.Agent).FirstOrDefault(a => a.Length > 0) ?? "s";
        for (int i = 0; i < operations.Length; i++)
        {
            text.Add(operations[i].Id, value: $"{{\"w\":\"{name}{i}\"}}", agent: operations[i].Agent, clock: operations[i].Clock);
        }

        return text.ToArray();
    }

    private static string Merge(long snapshotClock, out long clock, params (string Name, byte[] Log)[] logs)
    {
        LogMerger merger = new(snapshotClock);
        foreach ((_, byte[] log) in logs)
        {
            merger.Add(new LogScanner(new LineReader(new BytesReader(log), 0, log.Length)));
        }

        RecordTable table = new();
        merger.Apply(table);
        clock = merger.Clock;
        return TableText.Of(table).Replace("{\"w\":\"", "", StringComparison.Ordinal).Replace("\"}", "", StringComparison.Ordinal);
    }

    private static string Sorted(string records) =>
        string.Concat(records.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Select(r => r + " "));
}
