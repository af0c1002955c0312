using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Agents;

public class FeedTests
{
    private static readonly OpsLogStoreOptions s_reader = new() { ReadOnly = true };

    [Fact]
    public void A_reader_gets_each_operation_of_the_writer_once_in_order() => Seed.Run(random =>
    {
        for (int run = 0; run < 60; run++)
        {
            MemoryBackend disk = new();
            using OpsLogStore writer = OpsLogStore.Open(disk.Share());
            using OpsLogStore reader = OpsLogStore.Open(disk.Share(), s_reader);
            using OperationFeed feed = reader.Follow();
            List<string> written = [];
            List<string> reported = [];
            for (int step = 0; step < 40; step++)
            {
                switch (random.Next(5))
                {
                    case 0:
                        writer.Compact();
                        break;
                    case 1:
                        Reported(feed, reported);
                        break;
                    case 2 when random.Next(3) == 0:
                        reader.Refresh();
                        break;
                    default:
                        written.Add($"id-{written.Count}");
                        writer.Set(written[^1], """{"n":1}""");
                        break;
                }
            }

            Reported(feed, reported);
            Assert.Equal(written, reported);
            Assert.Equal(writer.StateById(), reader.StateById());
        }
    });

    [Fact]
    public void An_agent_gets_each_operation_of_others_once_even_if_agents_compact_open_and_close() => Seed.Run(random =>
    {
        for (int run = 0; run < 60; run++)
        {
            MemoryBackend disk = new();
            OpsLogStore?[] others = new OpsLogStore?[3];
            using OpsLogStore self = OpsLogStore.Open(disk.Share(), new() { Agent = "self" });
            using OperationFeed feed = self.Follow();
            List<string> written = [];
            List<string> reported = [];
            for (int step = 0; step < 60; step++)
            {
                int i = random.Next(others.Length);
                OpsLogStore other = others[i] ??= OpsLogStore.Open(disk.Share(), new() { Agent = $"agent-{i}" });
                switch (random.Next(9))
                {
                    case 0:
                        other.Compact();
                        break;
                    case 1:
                        other.Close();
                        others[i] = null;
                        break;
                    case 2:
                        other.Refresh();
                        break;
                    case 3:
                        self.Set($"own-{step}", "{}");
                        break;
                    case 4:
                        self.Compact();
                        break;
                    case 5:
                        Reported(feed, reported);
                        break;
                    default:
                        written.Add($"id-{written.Count}");
                        other.Set(written[^1], """{"n":1}""");
                        break;
                }
            }

            Reported(feed, reported);
            Assert.Equal(written.Order(), reported.Order());
            foreach (OpsLogStore? other in others)
            {
                other?.Close();
            }
        }
    });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 30)]
    [InlineData(5, 2)]
    [InlineData(20, 20)]
    public void A_reader_gets_the_operations_that_replaced_erased_steps(int undone, int written)
    {
        MemoryBackend disk = new();
        using OpsLogStore writer = OpsLogStore.Open(disk.Share());
        for (int i = 0; i < 20; i++)
        {
            writer.Set($"old-{i}", """{"n":1}""");
        }

        using OpsLogStore reader = OpsLogStore.Open(disk.Share(), s_reader);
        using OperationFeed feed = reader.Follow();
        for (int i = 0; i < undone; i++)
        {
            writer.Erase();
        }

        string[] expected = [.. Enumerable.Range(0, written).Select(i => $"new-{i}")];
        foreach (string id in expected)
        {
            writer.Set(id, """{"n":22}""");
        }

        List<string> reported = [];
        Reported(feed, reported);
        Assert.Equal(expected, reported);
        Assert.Equal(writer.StateById(), reader.StateById());
    }

    [Fact]
    public void A_feed_that_was_ended_gathers_nothing()
    {
        MemoryBackend disk = new();
        using OpsLogStore writer = OpsLogStore.Open(disk.Share());
        using OpsLogStore reader = OpsLogStore.Open(disk.Share(), s_reader);
        OperationFeed feed = reader.Follow();
        feed.Dispose();
        writer.Set("a", "{}");
        Assert.Equal(1, reader.Refresh());
        Assert.Empty(feed.Take());
    }

    [Fact]
    public void Agents_are_known_by_their_logs_also_when_they_are_gone()
    {
        MemoryBackend disk = new();
        foreach (string agent in new[] { "b", "a", "C" })
        {
            OpsLogStore.Open(disk.Share(), new() { Agent = agent }).Close();
        }

        using OpsLogStore store = OpsLogStore.Open(disk.Share());
        store.Compact();
        Assert.Equal(["C", "a", "b"], store.GetAgents());
    }

    private static void Reported(OperationFeed feed, List<string> reported) => reported.AddRange(feed.Take().Select(operation => operation.Id));
}
