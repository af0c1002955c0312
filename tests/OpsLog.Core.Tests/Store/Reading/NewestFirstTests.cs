using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Reading;
using OpsLog.Core.Tests.Agents;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Store.Reading;

/// <summary>The history from its end: the same operations in the opposite order.</summary>
public class NewestFirstTests(ITestOutputHelper output)
{
    private const long Start = 1_700_000_000_000;
    private const string Active = "ops/ops-1700000000000.jsonl";

    private readonly Random _random = new(TestSeed.Next(output));

    [Fact]
    public void Random_logs_of_a_single_writer_and_of_agents_give_the_same_operations_backwards()
    {
        for (int round = 0; round < 150; round++)
        {
            MemoryBackend disk = new();
            bool isShared = _random.Next(2) == 0;
            LogText active = Fill(disk, isShared);
            long end = active.Ends.Count == 0 ? 0 : active.Ends[^1];
            foreach (OperationFilter filter in new OperationFilter[] { new(), new() { Id = "r3" }, new() { Since = Time(40), Until = Time(400) }, new() { Agent = "a" } })
            {
                IEnumerable<string> forwards = StoreHistory.Read(disk, Active, end, isShared, filter).Select(Text);
                IEnumerable<string> backwards = StoreHistory.ReadNewestFirst(disk, Active, end, isShared, filter).Select(Text);
                Assert.Equal(forwards.Reverse(), backwards);
            }
        }
    }

    [Fact]
    public void The_last_operations_cost_what_they_are_and_not_what_is_kept()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { WriteMode = WriteMode.Async, CheckpointThreshold = int.MaxValue });
        string value = $$"""{"text":"{{new string('x', 1000)}}"}""";
        for (int i = 0; i < 10_000; i++)
        {
            store.Set($"r{i}", value);
        }

        store.Flush();
        CountingBackend counting = new(disk.Share());
        (string log, long length) = (store.GetStatistics().Log, store.GetStatistics().LogBytes);
        Assert.Equal(["r9999", "r9998"], StoreHistory.ReadNewestFirst(counting, log, length, false, new()).Take(2).Select(operation => operation.Id));
        Assert.InRange(counting.BytesRead, 1, 300_000);
    }

    [Fact]
    public void Logs_that_are_removed_meanwhile_leave_no_hole()
    {
        MemoryBackend disk = new();
        string[] logs = ["ops/agent-a-1640000000000.jsonl", "ops/agent-b-1650000000000.jsonl", "ops/agent-a-1660000000000.jsonl", Active];
        for (int i = 0; i < logs.Length; i++)
        {
            string agent = logs[i] == Active ? "" : logs[i][10..11];
            disk.Put(logs[i], agent.Length == 0 ? [] : new LogText().Add($"r{i}", agent: agent, clock: i + 1).ToArray(), PutCondition.None);
        }

        int opened = 0;
        FaultyBackend view = new(disk.Share())
        {
            Before = (call, name) => _ = call == StorageCall.OpenRead && ++opened == 2 && disk.Delete(logs[0]) && disk.Delete(logs[1]),
        };
        List<string> read = [.. StoreHistory.ReadNewestFirst(view, Active, 0, isShared: true, new()).Select(operation => operation.Id)];
        Assert.Equal(["r2"], read);
    }

    [Fact]
    public void A_batch_that_is_larger_than_a_part_is_whole()
    {
        LogText log = new();
        log.Add("first");
        for (int i = 1; i <= 500; i++)
        {
            log.Add($"b{i}", i, 500, $$"""{"text":"{{new string('x', 1000)}}"}""");
        }

        MemoryBackend disk = new();
        disk.Put(Active, log.ToArray(), PutCondition.None);
        Assert.Equal(
            Enumerable.Range(1, 500).Reverse().Select(i => $"b{i}").Append("first"),
            StoreHistory.ReadNewestFirst(disk, Active, log.Ends[^1], false, new()).Select(operation => operation.Id));
    }

    private static string Text(LoggedOperation operation) => $"{operation.Log}@{operation.Offset} {operation.Id} {operation.Clock} {operation.IsUndo}";

    private static DateTime Time(int step) => DateTimeOffset.FromUnixTimeMilliseconds(Start + step).UtcDateTime;

    private LogText Fill(MemoryBackend disk, bool isShared)
    {
        Dictionary<string, LogText> logs = new() { ["ops/ops-1600000000000.jsonl"] = new(), ["ops/ops-1650000000000.jsonl"] = new(), [Active] = new() };
        if (isShared)
        {
            logs["ops/agent-a-1640000000000.jsonl"] = new();
            logs["ops/agent-a-1660000000000.jsonl"] = new();
            logs["ops/agent-b-1660000000000.jsonl"] = new();
        }

        // One clock for all: what is written later has a later time and a higher clock. A kept log ends before the next
        // one of its writer begins.
        int steps = _random.Next(1, 600);

        // The order of an undo and an operation without a clock is by their times only, so no log contains both.
        bool isMixed = !isShared || _random.Next(2) == 0;
        for (int step = 0; step < steps; step++)
        {
            string[] open = [.. logs.Keys.Where(name => !IsOver(name, step, steps) && (isMixed || IsAgents(name)))];
            if (open.Length == 0)
            {
                continue;
            }

            string log = open[_random.Next(open.Length)];
            AddStep(logs[log], IsAgents(log) ? log[10..11] : "", step, hasUndos: !isMixed);
        }

        foreach ((string name, LogText log) in logs)
        {
            if (name != Active && _random.Next(4) == 0)
            {
                log.AddText("{\"ts\":\"2026-01-01T00:0");
            }

            disk.Put(name, log.ToArray(), PutCondition.None);
        }

        return logs[Active];
    }

    private static bool IsAgents(string log) => log.StartsWith("ops/agent-", StringComparison.Ordinal);

    private static bool IsOver(string log, int step, int steps) => log switch
    {
        "ops/ops-1600000000000.jsonl" or "ops/agent-a-1640000000000.jsonl" => step >= steps / 3,
        "ops/ops-1650000000000.jsonl" => step < steps / 3 || step >= 2 * steps / 3,
        _ => step < steps / 3,
    };

    private void AddStep(LogText log, string agent, int step, bool hasUndos)
    {
        string value = $$"""{"text":"{{new string('x', _random.Next(20) == 0 ? _random.Next(90_000) : 20)}}"}""";
        long clock = agent.Length == 0 ? 0 : step + 1;
        string id = $"r{_random.Next(6)}";
        switch (_random.Next(12))
        {
            case 0:
                int count = _random.Next(2, 6);
                for (int i = 1; i <= count; i++)
                {
                    log.Add($"r{_random.Next(6)}", i, count, value, agent: agent, clock: clock, unixMs: Start + step);
                }

                break;
            case 1:
                // A batch that was never completed, and a line that is damaged.
                log.Add(id, 1, 3, value, agent: agent, clock: clock, unixMs: Start + step);
                break;
            case 2:
                log.AddText("damage" + new string('y', _random.Next(200)) + "\n");
                break;
            case 3 when hasUndos && clock > 1:
                log.Add(id, value: value, undoRank: 1, agent: agent, clock: _random.Next(1, (int)clock), unixMs: Start + step);
                break;
            default:
                log.Add(id, value: value, agent: agent, clock: clock, unixMs: Start + step);
                break;
        }
    }
}
