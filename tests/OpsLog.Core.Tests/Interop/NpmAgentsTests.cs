using System.Text.Json.Nodes;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Interop;

/// <summary>Stores that agents of the npm package wrote.</summary>
public sealed class NpmAgentsTests : IDisposable
{
    private const string AgentA = """{"agentId":"a","checkpointOnClose":false}""";
    private const string AgentB = """{"agentId":"b-2","checkpointOnClose":false}""";
    private static readonly OpsLogStoreOptions _reading = new() { ReadOnly = true };

    private static readonly SortedDictionary<string, string> _expected = new(StringComparer.Ordinal)
    {
        ["by-a"] = """{"v":"Å"}""",
        ["by-b"] = """{"v":2}""",
        ["both"] = """{"last":"b"}""",
    };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [NpmFact]
    public void A_reader_sees_the_writes_of_both_and_changes_nothing()
    {
        WriteAsTwoAgents();
        string[] before = Files();
        using (OpsLogStore reader = OpsLogStore.Open(_directory.Path, _reading))
        {
            Assert.Equal(_expected, reader.StateById());
            Assert.Equal(["a", "b-2"], reader.GetOperations().Select(operation => operation.Agent!).Distinct().Order());
            Assert.Equal(6, reader.GetOperations().Count());
        }

        Assert.Equal(before, Files());
    }

    [NpmFact]
    public void Our_single_writer_folds_both_in_and_loses_nothing()
    {
        WriteAsTwoAgents();
        using (OwnStore own = new(_directory.Path))
        {
            Assert.Equal(_expected, own.Records);
            Assert.False(own.Undo(), "Undo must not reach back into what agents wrote.");
            own.Set("ours", """{"v":3}""");
            Assert.Equal(["a", "a", "a", "b-2", "b-2", "b-2", null], own.Store.GetOperations().Select(operation => operation.Agent).OrderBy(agent => agent ?? "~"));
        }

        using (OwnStore again = new(_directory.Path))
        {
            Assert.Equal([.. _expected, new("ours", """{"v":3}""")], again.Records);
        }

        using NpmProcess node = new();
        Assert.Equal(["both", "by-a", "by-b", "ours"], node.Open(_directory.Path).Records.Keys);
    }

    [NpmFact]
    public void An_agent_of_its_joins_a_store_of_ours_and_we_go_on()
    {
        using (OwnStore own = new(_directory.Path))
        {
            own.Set("snapshot", """{"v":1}""");
            own.Compact();
        }

        using (NpmProcess node = new())
        {
            NpmStore agent = node.Open(_directory.Path, AgentA);
            agent.Set("snapshot", """{"v":2}""");
            agent.Set("new", """{"v":3}""");
            node.Kill();
        }

        Assert.Contains("snapshotSeal", SharedFile.ReadAllText(_directory["manifest.json"]));
        using (OwnStore own = new(_directory.Path))
        {
            Assert.Equal([new("new", """{"v":3}"""), new("snapshot", """{"v":2}""")], own.Records);
        }

        using OwnStore again = new(_directory.Path);
        Assert.Equal([new("new", """{"v":3}"""), new("snapshot", """{"v":2}""")], again.Records);
    }

    [NpmFact]
    public void A_log_of_a_single_writer_that_agents_found_is_not_lost()
    {
        using (OwnStore own = new(_directory.Path))
        {
            own.Set("single", """{"v":1}""");
            own.Batch(("one", """{"v":2}"""), ("two", """{"v":3}"""));
        }

        WriteAsTwoAgents();
        using OwnStore after = new(_directory.Path);
        Assert.Equal(["both", "by-a", "by-b", "one", "single", "two"], after.Records.Keys);
    }

    [NpmFact]
    public void Agents_of_its_take_over_again_after_us()
    {
        WriteAsTwoAgents();
        using (OwnStore own = new(_directory.Path, CheckpointOnClose.Always))
        {
            own.Set("both", """{"last":"ours"}""");
        }

        WriteAsTwoAgents();
        using OwnStore after = new(_directory.Path);
        Assert.Equal(_expected, after.Records);
    }

    [NpmFact]
    public void Agents_of_its_and_of_ours_take_turns()
    {
        WriteAsTwoAgents();
        for (int turn = 0; turn < 3; turn++)
        {
            using (OpsLogStore ours = OpsLogStore.Open(_directory.Path, new() { Agent = "ours", Durability = Durability.OperatingSystem }))
            {
                Assert.Equal((turn, turn == 0 ? null : $$"""{"turn":{{turn - 1}}}"""), (turn, ours.GetText("by-npm")));
                ours.Set("by-ours", $$"""{"turn":{{turn}}}""");
                if (turn == 1)
                {
                    // Behind a snapshot its agents count from 1 again.
                    ours.Set("by-npm", """{"turn":"ours"}""");
                    ours.Compact();
                }
            }

            using NpmProcess node = new();
            NpmStore a = node.Open(_directory.Path, AgentA);
            Assert.Equal($$"""{"turn":{{turn}}}""", a.Records["by-ours"]);
            a.Set("by-npm", $$"""{"turn":{{turn}}}""");
            node.Kill();
        }

        using OpsLogStore reader = OpsLogStore.Open(_directory.Path, _reading);
        Assert.Equal("""{"turn":2}""", reader.GetText("by-npm"));
        Assert.Equal("""{"turn":2}""", reader.GetText("by-ours"));
        using OpsLogStore last = OpsLogStore.Open(_directory.Path, new() { Agent = "ours", Durability = Durability.OperatingSystem });
        last.Set("by-npm", """{"turn":"last"}""");
        last.Compact();
        reader.Refresh();
        Assert.Equal("""{"turn":"last"}""", reader.GetText("by-npm"));
    }

    [NpmTheory]
    [InlineData("node-1", "node-10")]
    [InlineData("node-9", "node.1")]
    [InlineData("laptop", "server")]
    public void Of_two_writes_with_one_clock_both_take_that_of_the_id_that_is_last(string first, string last)
    {
        SetTogether(first, last);
        Assert.Equal((last, last), TakenByOursAndTheirs());
    }

    /// <summary>The package compares ids by the rules of its language. Ours must not depend on one.</summary>
    [NpmTheory]
    [InlineData("Server", "laptop")]
    [InlineData("node-1", "node_1")]
    public void Of_two_writes_with_one_clock_each_takes_another_where_ids_have_capitals_or_underscores(string first, string last)
    {
        SetTogether(first, last);
        Assert.Equal((last, first), TakenByOursAndTheirs());
    }

    /// <summary>Two agents of the package write one record, and neither has seen the other's write.</summary>
    private void SetTogether(params string[] agents)
    {
        using NpmProcess node = new();
        NpmStore[] stores = [.. agents.Select(agent => Open(node, agent))];
        foreach ((string agent, NpmStore store) in agents.Zip(stores))
        {
            store.Set("x", $$"""{"by":"{{agent}}"}""");
        }

        node.Kill();
    }

    private (string Ours, string Theirs) TakenByOursAndTheirs()
    {
        string ours;
        using (OpsLogStore reader = OpsLogStore.Open(_directory.Path, _reading))
        {
            Assert.Equal([1L, 1L], reader.GetOperations().Select(operation => operation.Clock));
            ours = reader.GetText("x")!;
        }

        using NpmProcess node = new();
        return (WriterOf(ours), WriterOf(Open(node, "reader").Records["x"]));
    }

    private NpmStore Open(NpmProcess node, string agent) =>
        node.Open(_directory.Path, $$"""{"agentId":"{{agent}}","checkpointOnClose":false}""", agent);

    private static string WriterOf(string record) => JsonNode.Parse(record)!["by"]!.GetValue<string>();

    private void WriteAsTwoAgents()
    {
        using NpmProcess node = new();
        NpmStore a = node.Open(_directory.Path, AgentA, "a");
        NpmStore b = node.Open(_directory.Path, AgentB, "b");
        a.Set("by-a", """{"v":1}""");
        a.Set("both", """{"last":"a"}""");
        b.Do("refresh");
        b.Set("by-b", """{"v":2}""");
        b.Set("both", """{"last":"b"}""");
        a.Do("refresh");
        a.Set("by-a", """{"v":"Å"}""");
        b.Do("refresh");
        b.Set("both", """{"last":"b"}""");
        node.Kill();
    }

    private string[] Files() => [.. _directory.Files.Select(file => $"{file} {Convert.ToHexString(SharedFile.ReadAllBytes(_directory[file]))}")];
}
