using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults081;

/// <summary>What version 0.8.1 of the npm package gets wrong between several writers; each test bears the case's name.</summary>
public sealed class AgentFaultTests : IDisposable
{
    private static readonly OpsLogStoreOptions _fast = new() { Durability = Durability.OperatingSystem };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Agent_A_compacts_after_agent_B_wrote()
    {
        using OpsLogStore a = Open("a");
        using OpsLogStore b = Open("b");
        b.Set("by-b", """{"n":1}""");
        Assert.True(a.Compact().Taken);
        b.Set("by-b-later", """{"n":2}""");
        Assert.Equal(1, a.Refresh());
        Assert.Equal(["by-b", "by-b-later"], a.StateById().Keys);
        Assert.Equal(["by-b", "by-b-later"], Read().Keys);
    }

    [Fact]
    public void Two_agents_open_at_the_same_moment()
    {
        RunThreads.AtOnce(2, number =>
        {
            using OpsLogStore agent = Open(number == 0 ? "a" : "b");
            agent.Set($"by-{number}", """{"n":1}""");
        });
        Assert.Equal(["by-0", "by-1"], Read().Keys);
    }

    [Fact]
    public void Clock_after_a_compaction()
    {
        long before;
        using (OpsLogStore a = Open("a"))
        {
            for (int n = 0; n < 9; n++)
            {
                a.Set("x", $$"""{"n":{{n}}}""");
            }

            a.Compact();
            before = a.GetStatistics().Clock;
            Assert.Equal(9, before);
        }

        using OpsLogStore b = Open("b");
        Assert.Equal(before, b.GetStatistics().Clock);
        b.Set("x", """{"by":"b"}""");
        Assert.Equal(before + 1, b.GetOperations().Single(operation => operation.Agent == "b").Clock);
        Assert.Equal("""{"by":"b"}""", Read()["x"]);
    }

    [Fact]
    public void Two_processes_with_the_same_agent_id()
    {
        using OpsLogStore a = Open("laptop");
        using HostProcess other = HostProcess.Start("agent-joins");
        other.Say(_directory.Path);
        other.Say("desktop");
        other.Expect("ready");
        other.GoOn();
        other.Expect("written");
        byte[] before = SharedFile.ReadAllBytes(_directory["manifest.json"]);
        AgentLockedException refusal = Assert.Throws<AgentLockedException>(() => Open("desktop"));
        Assert.Equal("desktop", refusal.Agent);
        Assert.Equal(other.Id, refusal.Holder!.ProcessId);
        Assert.Contains($"process {other.Id} ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, SharedFile.ReadAllBytes(_directory["manifest.json"]));

        other.Kill();
        using OpsLogStore again = Open("desktop");
        Assert.True(again.Contains("desktop"));
    }

    [Fact]
    public void Crash_while_compacting_as_an_agent()
    {
        using OpsLogStore a = Open("a");
        a.Set("x", """{"n":1}""");
        using (HostProcess crashed = HostProcess.Start("hold-lock", _directory.Path, OpsLog.Core.Primitives.StoreLayout.CompactionLock, "a compaction"))
        {
            crashed.Expect("held");
            Assert.Throws<StoreLockedException>(() =>
            {
                using OpsLogStore hasty = OpsLogStore.Open(_directory.Path, _fast with { Agent = "hasty", TurnTimeout = TimeSpan.Zero });
                hasty.Set("y", """{"n":2}""");
                hasty.Compact();
            });
            crashed.Kill();
        }

        Assert.True(a.Compact().Taken);
        Assert.Equal(["x", "y"], Read().Keys);
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData("a\u0000b")]
    [InlineData("a b\n")]
    [InlineData("")]
    public void An_agent_id_with_separators_and_dots(string agent)
    {
        Assert.Throws<InvalidNameException>(() => Open(agent));
        Assert.Throws<InvalidNameException>(() => Open(new string('a', 129)));
        Assert.Empty(_directory.Files);
        Open(new string('a', 128)).Dispose();
    }

    [Fact]
    public void A_readers_tail_after_the_writer_compacts()
    {
        using OpsLogStore writer = OpsLogStore.Open(_directory.Path, _fast);
        writer.Set("x", """{"n":0}""");
        using OpsLogStore reader = OpsLogStore.Open(_directory.Path, new() { ReadOnly = true });
        for (int n = 1; n < 5; n++)
        {
            writer.Set("x", """{"n":"between"}""");
            writer.Compact();
            Thread.Sleep(5);
            writer.Set("x", $$"""{"n":{{n}}}""");
            writer.Compact();
            writer.Set("y", $$"""{"n":{{n}}}""");
            Assert.Equal(["x", "x", "y"], reader.RefreshWithOperations().Select(operation => operation.Id));
            Assert.Equal($$"""{"n":{{n}}}""", reader.GetText("x"));
            Assert.Equal($$"""{"n":{{n}}}""", reader.GetText("y"));
        }
    }

    private OpsLogStore Open(string agent) => OpsLogStore.Open(_directory.Path, _fast with { Agent = agent });

    private SortedDictionary<string, string> Read()
    {
        using OpsLogStore reader = OpsLogStore.Open(_directory.Path, new() { ReadOnly = true });
        return reader.StateById();
    }
}
