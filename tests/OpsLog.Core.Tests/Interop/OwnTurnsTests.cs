using System.Text.Json.Nodes;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Interop;

/// <summary>Ours has its turn first and leaves the store so that the npm package finds all of it, however ours ended.</summary>
public sealed class OwnTurnsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [NpmTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Its_agent_that_looks_again_does_not_forget_what_our_single_writer_left_in_its_log(bool isKilled)
    {
        if (isKilled)
        {
            using OwnProcess own = new(_directory.Path, agent: null);
            own.Set("ours", """{"n":1}""");
            own.Kill();
        }
        else
        {
            using OwnStore own = new(_directory.Path, CheckpointOnClose.WhenDue);
            own.Set("ours", """{"n":1}""");
        }

        using (NpmProcess node = new())
        {
            NpmStore agent = node.Open(_directory.Path, """{"agentId":"a"}""");
            agent.Set("its", """{"n":2}""");
            agent.Do("refresh");
            Assert.Equal(["its", "ours"], agent.Records.Keys);
            Assert.True(agent.Undo());
            agent.Set("its", """{"n":3}""");
            agent.Close();
        }

        AllReaders.AssertRead(_directory.Path, new(StringComparer.Ordinal) { ["its"] = """{"n":3}""", ["ours"] = """{"n":1}""" });
    }

    [NpmFact]
    public void On_a_store_with_a_clock_its_single_writer_is_newer_than_our_killed_one_to_its_agents_too()
    {
        using (OpsLogStore agent = OpsLogStore.Open(_directory.Path, new() { Agent = "ours", CheckpointOnClose = CheckpointOnClose.Never }))
        {
            agent.Set("x", """{"n":1}""");
        }

        using (OwnProcess own = new(_directory.Path, agent: null))
        {
            own.Set("x", """{"n":2}""");
            own.Kill();
        }

        using (NpmProcess node = new())
        {
            NpmStore writer = node.Open(_directory.Path, NpmTurn.Writer);
            Assert.Equal("""{"n":2}""", writer.Records["x"]);
            writer.Set("x", """{"n":3}""");
            writer.Close();
            NpmStore agent = node.Open(_directory.Path, """{"agentId":"a"}""");
            Assert.Equal("""{"n":3}""", agent.Records["x"]);
            agent.Set("y", """{"n":4}""");
            agent.Close();
        }

        AllReaders.AssertRead(_directory.Path, new(StringComparer.Ordinal) { ["x"] = """{"n":3}""", ["y"] = """{"n":4}""" });
    }

    [NpmFact]
    public void A_single_writer_leaves_a_snapshot_where_agents_of_its_have_written()
    {
        using (NpmProcess node = new())
        {
            NpmTurn.Take(node, _directory.Path, NpmTurn.AgentA, ("its", """{"n":1}"""));
        }

        for (int turn = 0; turn < 2; turn++)
        {
            using (OwnStore own = new(_directory.Path, CheckpointOnClose.WhenDue))
            {
                own.Set("ours", $$"""{"n":{{turn}}}""");
            }

            JsonNode manifest = JsonNode.Parse(SharedFile.ReadAllText(_directory["manifest.json"]))!;
            Assert.Equal("agents", manifest["others"]!.GetValue<string>());
            Assert.Equal("", SharedFile.ReadAllText(_directory[manifest["activeOps"]!.GetValue<string>()]));
            Assert.Contains($"{{\"id\":\"ours\",\"data\":{{\"n\":{turn}}}}}", SharedFile.ReadAllText(_directory[manifest["currentSnapshot"]!.GetValue<string>()]), StringComparison.Ordinal);
        }
    }

    [NpmFact]
    public void Our_killed_agent_is_seen_by_its_single_writer()
    {
        using (OwnProcess own = new(_directory.Path, "ours"))
        {
            own.Set("ours", """{"n":1}""");
            own.Kill();
        }

        using (NpmProcess node = new())
        {
            NpmTurn.Take(node, _directory.Path, "{}", ("its", """{"n":2}"""));
        }

        AllReaders.AssertRead(_directory.Path, new(StringComparer.Ordinal) { ["its"] = """{"n":2}""", ["ours"] = """{"n":1}""" });
    }
}
