using System.Text;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Primitives;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Agents;

public sealed class ReplayOrderTests(ITestOutputHelper output)
{
    /// <summary>Random agents that refresh now and then; then their logs over a table in any order, some of them again, in pieces.</summary>
    [Fact]
    public void Replaying_logs_in_any_order_and_twice_gives_the_same_state()
    {
        Random random = new(TestSeed.Next(output));
        for (int round = 0; round < 300; round++)
        {
            MemoryBackend disk = WriteAsAgents(random);
            SortedDictionary<string, string> expected = LogModel.Read(disk).State;
            List<(string Log, string Agent)> logs = [];
            foreach (StoredObject stored in disk.List(StoreLayout.LogFolder))
            {
                if (StoreLayout.TryParseAgentLog(stored.Name, out string agent, out _))
                {
                    logs.Add((stored.Name, agent));
                }
            }

            for (int order = 0; order < 5; order++)
            {
                (string Log, string Agent)[] twice = [.. logs, .. logs];
                random.Shuffle(twice);
                RecordTable table = new();
                foreach ((string log, string agent) in twice)
                {
                    using IObjectReader source = disk.OpenRead(log);
                    LogReplay replay = LogReplay.ByStamps(table, new LogScanner(new LineReader(source, 0, source.Length)), 0, 0, agent);
                    Assert.Null(replay.Stranger);
                }

                SortedDictionary<string, string> state = new(StringComparer.Ordinal);
                foreach (RecordRef record in table.Freeze())
                {
                    state.Add(record.IdText, Encoding.UTF8.GetString(record.Value));
                }

                Assert.Equal(expected, state);
            }
        }
    }

    private static MemoryBackend WriteAsAgents(Random random)
    {
        MemoryBackend disk = new();
        OpsLogStore[] agents = [.. Enumerable.Range(0, random.Next(2, 5)).Select(n => OpsLogStore.Open(
            disk.Share(),
            new() { Agent = $"agent-{n}", Durability = Durability.OperatingSystem, CheckpointOnClose = CheckpointOnClose.Never }))];
        for (int step = random.Next(5, 60); step > 0; step--)
        {
            OpsLogStore agent = agents[random.Next(agents.Length)];
            string id = $"id-{random.Next(4)}";
            switch (random.Next(7))
            {
                case 0 when agent.Contains(id):
                    agent.Delete(id);
                    break;
                case 1:
                    agent.Undo();
                    break;
                case 2:
                    agent.Refresh();
                    break;
                case 3:
                    agent.Batch(batch =>
                    {
                        batch.Set(id, Encoding.UTF8.GetBytes($$"""{"batch":{{step}}}"""));
                        batch.Set("both", Encoding.UTF8.GetBytes($$"""{"batch":{{step}}}"""));
                    });
                    break;
                default:
                    agent.Set(id, $$"""{"step":{{step}}}""");
                    break;
            }
        }

        Array.ForEach(agents, agent => agent.Close());
        return disk;
    }
}
