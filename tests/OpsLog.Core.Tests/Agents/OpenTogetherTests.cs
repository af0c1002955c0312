using System.Collections.Concurrent;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Agents;

/// <summary>Two agents that open at the same moment: both are registered, every time, and what both write survives.</summary>
public sealed class OpenTogetherTests
{
    private static readonly OpsLogStoreOptions _options = new() { Durability = Durability.OperatingSystem };

    [Fact]
    public void A_fresh_store_100_times() => OpenTogether(100, fresh: true);

    [Fact]
    public void A_store_that_is_there_100_times() => OpenTogether(100, fresh: false);

    [Fact]
    public void In_processes_of_their_own()
    {
        using HostProcess left = HostProcess.Start("agent-joins");
        using HostProcess right = HostProcess.Start("agent-joins");
        for (int round = 0; round < 20; round++)
        {
            using TemporaryDirectory directory = new();
            foreach ((HostProcess process, string agent) in (ValueTuple<HostProcess, string>[])[(left, "left"), (right, "right")])
            {
                process.Say(directory.Path);
                process.Say(agent);
                process.Expect("ready");
            }

            left.GoOn();
            right.GoOn();
            left.Expect("written");
            right.Expect("written");
            Check(directory.Path, round);
            left.GoOn();
            right.GoOn();
            left.Expect("closed");
            right.Expect("closed");
            Check(directory.Path, round);
        }
    }

    private static void OpenTogether(int rounds, bool fresh)
    {
        using TemporaryDirectory shared = new();
        for (int round = 0; round < rounds; round++)
        {
            using TemporaryDirectory own = new();
            string path = fresh ? own.Path : shared.Path;
            string[] agents = [$"left-{(fresh ? 0 : round)}", $"right-{(fresh ? 0 : round)}"];
            ConcurrentBag<OpsLogStore> stores = [];
            try
            {
                OpenTogether(round, path, agents, stores);
            }
            finally
            {
                // On Windows, the folder of an open store can't be removed, which would hide the failure.
                stores.ToList().ForEach(store => store.Dispose());
            }
        }
    }

    private static void OpenTogether(int round, string path, string[] agents, ConcurrentBag<OpsLogStore> stores)
    {
        RunThreads.AtOnce(2, number =>
        {
            OpsLogStore store = OpsLogStore.Open(path, _options with { Agent = agents[number] });
            stores.Add(store);
            store.Set(agents[number], $$"""{"round":{{round}}}""");
        });
        using (OpsLogStore reader = OpsLogStore.Open(path, new() { ReadOnly = true }))
        {
            Assert.All(agents, agent => Assert.Equal($$"""{"round":{{round}}}""", reader.GetText(agent)));
            Assert.All(agents, agent => Assert.Contains($"\"{agent}\"", SharedFile.ReadAllText(Path.Combine(path, "manifest.json"))));
        }

        foreach (OpsLogStore store in stores)
        {
            store.Refresh();
            Assert.All(agents, agent => Assert.True(store.Contains(agent)));
            store.Close();
        }
    }

    private static void Check(string path, int round)
    {
        using OpsLogStore reader = OpsLogStore.Open(path, new() { ReadOnly = true });
        Assert.True(reader.StateById().Keys.SequenceEqual(["left", "right"]), $"round {round}: {string.Join(", ", reader.StateById().Keys)}");
    }
}
