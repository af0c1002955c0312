using OpsLog.Core.Tests.Support;
using System.Globalization;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Agents;

/// <summary>Agents in processes of their own on a real directory; OPSLOG_LONG=1 lets them work for twenty seconds.</summary>
public sealed class ProcessTests(ITestOutputHelper output)
{
    private const int Agents = 4;

    private readonly List<string> _acknowledged = [];

    [Fact]
    public void Nothing_acknowledged_is_missing_and_all_agree_after_two_of_four_were_killed()
    {
        Random random = new(TestSeed.Next(output));
        int time = LongRun.Or(20_000, 4_000);
        using TemporaryDirectory directory = new();
        RunThreads.AtOnce(Agents, number =>
        {
            int killAfter;
            lock (_acknowledged)
            {
                killAfter = number < 2 ? random.Next(time / 4, time / 2) : 0;
            }

            Work(directory.Path, $"agent-{number}", number, time, killAfter);
        });
        output.WriteLine($"{_acknowledged.Count} operations acknowledged");
        Check(directory.Path);
    }

    private void Work(string directory, string agent, int seed, int time, int killAfter)
    {
        using (HostProcess host = Start(directory, agent, seed, killAfter > 0 ? time * 10 : time))
        {
            using ManualResetEventSlim first = new();
            Task<List<string>> reported = Task.Run(() => Reported(host, agent, first));
            Assert.True(first.Wait(TimeSpan.FromMinutes(2)), $"{agent} got nothing acknowledged.");
            if (killAfter > 0)
            {
                Thread.Sleep(killAfter);
                Assert.False(host.HasEnded, "The agent ended unexpectedly; its error output contains the reason.");
                host.Kill();
            }

            Add(reported.Result);
            if (killAfter == 0)
            {
                host.WaitForEnd();
                return;
            }
        }

        Work(directory, agent, seed + 100, time - killAfter, 0);
    }

    private static HostProcess Start(string directory, string agent, int seed, int time) => HostProcess.Start(
        "agent-work", directory, agent, seed.ToString(CultureInfo.InvariantCulture), time.ToString(CultureInfo.InvariantCulture));

    private static List<string> Reported(HostProcess host, string agent, ManualResetEventSlim first)
    {
        List<string> reported = [];
        while (host.ReadLine() is { } line)
        {
            reported.Add($"{agent} {line}");
            first.Set();
        }

        return reported;
    }

    private void Add(List<string> reported)
    {
        lock (_acknowledged)
        {
            _acknowledged.AddRange(reported);
        }
    }

    private void Check(string directory)
    {
        using FileSystemBackend disk = new(directory);
        LogModel model = LogModel.Read(disk);
        string[] lost = [.. _acknowledged.GroupBy(what => what).Where(what => model.Facts.GetValueOrDefault(what.Key) < what.Count()).Select(what => what.Key)];
        Assert.Empty(lost);
        using OpsLogStore reader = OpsLogStore.Open(directory, new() { ReadOnly = true });
        Assert.Equal(model.State, reader.StateById());
        List<OpsLogStore> agents = [.. Enumerable.Range(0, Agents).Select(n => OpsLogStore.Open(directory, new() { Agent = $"agent-{n}" }))];
        agents[0].Compact();
        foreach (OpsLogStore agent in agents)
        {
            agent.Refresh();
            Assert.Equal(model.State, agent.StateById());
            Assert.DoesNotContain(agent.Warnings, warning => warning.Kind != StoreWarningKind.TornTail);
        }

        agents.ForEach(agent => agent.Close());
        using OpsLogStore alone = OpsLogStore.Open(directory);
        Assert.Equal(model.State, alone.StateById());
    }
}
