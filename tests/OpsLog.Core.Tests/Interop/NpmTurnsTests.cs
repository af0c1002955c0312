using System.Text.Json.Nodes;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Interop;

/// <summary>Single writers and agents of the npm package and ours by turns: the last one to write counts.</summary>
public sealed class NpmTurnsTests : IDisposable
{
    private static readonly OpsLogStoreOptions s_reading = new() { ReadOnly = true };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [NpmTheory]
    [InlineData("ours")]
    [InlineData("its own")]
    public void What_its_agent_wrote_is_newer_than_a_single_writers_log_that_it_had_read(string writers)
    {
        if (writers == "ours")
        {
            using OwnStore own = new(_directory.Path);
            Write(own);
        }
        else
        {
            using NpmProcess node = new();
            NpmStore its = node.Open(_directory.Path, NpmTurn.Writer);
            Write(its);
            its.Close();
        }

        using (NpmProcess node = new())
        {
            NpmStore agent = node.Open(_directory.Path, NpmTurn.AgentA);
            agent.Set("x", """{"by":"agent"}""");
            agent.Set("again", """{"by":"agent"}""");
            node.Kill();
        }

        SortedDictionary<string, string> expected = new(StringComparer.Ordinal)
        {
            ["again"] = """{"by":"agent"}""",
            ["kept"] = """{"n":3}""",
            ["x"] = """{"by":"agent"}""",
        };
        AllReaders.AssertRead(_directory.Path, expected);

        static void Write(ITurnSide store)
        {
            store.Set("x", """{"n":1}""");
            store.Set("x", """{"n":2}""");
            store.Set("again", """{"n":1}""");
            store.Delete("again");
            store.Set("kept", """{"n":3}""");
        }
    }

    [NpmFact]
    public void What_its_agent_had_read_is_older_although_the_computers_clock_was_set_back_in_between()
    {
        using (NpmProcess node = new())
        {
            NpmTurn.Take(node, _directory.Path, NpmTurn.Writer, ("x", """{"on":true}"""), ("x", """{"on":false}"""), ("gone", """{"n":1}"""));
            string log = _directory[JsonNode.Parse(SharedFile.ReadAllText(_directory["manifest.json"]))!["activeOps"]!.GetValue<string>()];
            File.WriteAllText(log, SharedFile.ReadAllText(log).Replace("\"ts\":\"20", "\"ts\":\"21", StringComparison.Ordinal));
            NpmTurn.Take(node, _directory.Path, NpmTurn.AgentA, ("x", """{"on":true}"""), ("x", """{"on":false}"""), ("x", """{"by":"agent"}"""), ("gone", null));
        }

        AllReaders.AssertRead(_directory.Path, new(StringComparer.Ordinal) { ["x"] = """{"by":"agent"}""" });
    }

    [NpmFact]
    public void Nor_does_what_its_single_writer_wrote_later_count_as_read_because_a_value_comes_again()
    {
        using (NpmProcess node = new())
        {
            NpmTurn.Take(node, _directory.Path, NpmTurn.Writer, ("x", """{"on":false}"""));
            NpmTurn.Take(node, _directory.Path, NpmTurn.AgentA, ("x", """{"on":true}"""), ("x", """{"on":false}"""));
            Thread.Sleep(2);
            NpmTurn.Take(node, _directory.Path, NpmTurn.Writer, ("x", """{"on":true}"""));
        }

        AllReaders.AssertRead(_directory.Path, new(StringComparer.Ordinal) { ["x"] = """{"on":true}""" });
    }

    [NpmFact]
    public void What_its_single_writer_wrote_after_its_agents_is_newer()
    {
        using (NpmProcess node = new())
        {
            NpmTurn.Take(node, _directory.Path, NpmTurn.Writer, ("x", """{"n":1}"""));
            NpmTurn.Take(node, _directory.Path, NpmTurn.AgentA, ("x", """{"n":2}"""), ("y", """{"n":2}"""));
            Thread.Sleep(2);
            NpmTurn.Take(node, _directory.Path, NpmTurn.Writer, ("x", """{"n":3}"""));
            Thread.Sleep(2);
            NpmTurn.Take(node, _directory.Path, NpmTurn.AgentB, ("y", """{"n":4}"""));
        }

        AllReaders.AssertRead(_directory.Path, new(StringComparer.Ordinal) { ["x"] = """{"n":3}""", ["y"] = """{"n":4}""" });
    }

    [NpmFact]
    public void Its_single_writer_goes_on_in_the_log_of_its_agent()
    {
        using (NpmProcess node = new())
        {
            NpmTurn.Take(node, _directory.Path, """{"agentId":"a"}""", ("x", """{"n":1}"""));
            NpmTurn.Take(node, _directory.Path, NpmTurn.AgentA, ("x", """{"n":2}"""), ("y", """{"n":2}"""));
            Thread.Sleep(2);
            NpmTurn.Take(node, _directory.Path, NpmTurn.Writer, ("x", """{"n":3}"""));
        }

        AllReaders.AssertRead(_directory.Path, new(StringComparer.Ordinal) { ["x"] = """{"n":3}""", ["y"] = """{"n":2}""" });
    }

    [NpmFact]
    public void The_history_of_single_writers_and_agents_is_in_the_order_of_their_turns()
    {
        using (OwnStore own = new(_directory.Path))
        {
            own.Set("x", """{"n":1}""");
        }

        Thread.Sleep(2);
        using (NpmProcess node = new())
        {
            NpmTurn.Take(node, _directory.Path, NpmTurn.AgentA, ("x", """{"n":2}"""));
            Thread.Sleep(2);
            NpmTurn.Take(node, _directory.Path, NpmTurn.Writer, ("x", """{"n":3}"""));
            Thread.Sleep(2);
            NpmTurn.Take(node, _directory.Path, NpmTurn.AgentB, ("x", """{"n":4}"""));
        }

        using OpsLogStore reader = OpsLogStore.Open(_directory.Path, s_reading);
        Assert.Equal([1, 2, 3, 4], reader.GetHistory("x").Select(operation => (int)JsonNode.Parse(operation.After.Text()!)!["n"]!));
    }

    [NpmFact]
    public void A_reader_takes_in_what_a_single_writer_writes_beside_agents()
    {
        using NpmProcess node = new();
        NpmTurn.Take(node, _directory.Path, """{"agentId":"a"}""", ("x", """{"n":1}"""));
        NpmTurn.Take(node, _directory.Path, NpmTurn.AgentA, ("x", """{"n":2}"""));
        Thread.Sleep(2);
        using OpsLogStore reader = OpsLogStore.Open(_directory.Path, s_reading);
        NpmStore writer = node.Open(_directory.Path, NpmTurn.Writer);
        writer.Set("x", """{"n":3}""");
        Assert.Equal(1, reader.Refresh());
        Assert.Equal("""{"n":3}""", reader.GetText("x"));
        Assert.Equal(0, reader.Refresh());
        writer.Set("y", """{"n":4}""");
        Assert.Equal(["y"], reader.RefreshWithOperations().Select(operation => operation.Id));
    }
}
