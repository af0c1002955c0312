using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Agents;

/// <summary>
/// What an agent can undo after others compacted: everything that certainly does not restore a removed record.
/// </summary>
public sealed class AgentUndoTests : IDisposable
{
    private const int StepsKept = 8;

    private static readonly OpsLogStoreOptions s_a = new()
    {
        Agent = "a", Durability = Durability.OperatingSystem, CheckpointOnClose = CheckpointOnClose.Never,
    };

    private readonly MemoryBackend _disk = new();
    private readonly OpsLogStore _b;

    public AgentUndoTests() => _b = Open("b");

    public void Dispose() => _b.Dispose();

    [Theory]
    [InlineData("set")]
    [InlineData("create")]
    [InlineData("delete")]
    [InlineData("batch")]
    [InlineData("archive")]
    public void An_open_agent_takes_its_last_step_back_though_others_compacted_right_after_it(string step)
    {
        using OpsLogStore a = Open("a");
        a.Set("x", """{"n":1}""");
        a.Set("y", """{"n":1}""");
        SortedDictionary<string, string> before = a.StateById();
        Take(step, a);
        for (int i = 0; i < 3; i++)
        {
            _b.Refresh();
            _b.Set("b", $$"""{"n":{{i}}}""");
            Assert.True(_b.Compact().Taken);
        }

        Assert.NotEmpty(a.Undo());
        before["b"] = """{"n":2}""";
        AssertState(before, a);
    }

    [Fact]
    public void An_open_agent_takes_its_last_steps_back_one_after_the_other()
    {
        Compact("b", "c");
        using OpsLogStore a = Open("a");
        List<SortedDictionary<string, string>> before = [];
        for (int i = 0; i < StepsKept; i++)
        {
            before.Add(a.StateById());
            Take(i % 2 == 0 ? "create" : "delete new", a);

            // Its own compactions begin new logs.
            if (i == 2)
            {
                Assert.True(a.Compact().Taken);
            }
        }

        Compact("b");
        for (int i = StepsKept - 1; i >= 0; i--)
        {
            Assert.Single(a.Undo());
            AssertState(before[i], a);
            Compact(i % 3 == 0 ? "b" : "c");
        }

        Assert.Empty(a.Undo());
    }

    [Fact]
    public void A_step_whose_record_is_still_as_it_left_it_is_taken_back_by_a_new_operation_though_its_place_is_forgotten()
    {
        using (OpsLogStore a = Open("a"))
        {
            a.Set("x", """{"n":1}""");
            a.Set("x", """{"n":2}""");
            a.Set("new", """{"n":3}""");
        }

        Compact("b", "c");
        using OpsLogStore again = Open("a");
        long clock = again.GetStatistics().Clock;
        Assert.Equal("new", Assert.Single(again.Undo()).Id);
        LoggedOperation inverse = again.GetOperations().Last();
        Assert.True(inverse.IsUndo);
        Assert.Equal(clock + 1, inverse.Clock);
        Assert.Equal("x", Assert.Single(again.Undo()).Id);
        AssertState(new(StringComparer.Ordinal) { ["x"] = """{"n":1}""", ["b"] = """{"n":0}""", ["c"] = """{"n":0}""" }, again);
        Assert.Equal("x", Assert.Single(again.Undo()).Id);
        Assert.False(again.Contains("x"));
        Assert.Empty(again.Undo());
        again.Dispose();
        Assert.Empty(Checked());
    }

    [Fact]
    public void A_batch_that_wrote_a_record_several_times_is_undone_without_effect_where_others_wrote_it_later()
    {
        using (OpsLogStore a = Open("a"))
        {
            a.Set("x", """{"n":1}""");
            a.Batch(batch =>
            {
                batch.Set("x", """{"n":2}""");
                batch.Set("x", """{"n":3}""");
                batch.Set("x", """{"n":4}""");
            });
        }

        _b.Refresh();
        _b.Set("x", """{"n":5}""");
        Compact("b", "c");
        using OpsLogStore again = Open("a");
        Assert.Equal(3, again.Undo().Count);
        AssertState(new(StringComparer.Ordinal) { ["x"] = """{"n":5}""", ["b"] = """{"n":0}""", ["c"] = """{"n":0}""" }, again);
    }

    [Fact]
    public void A_step_whose_record_others_wrote_later_is_undone_without_effect_although_its_place_is_forgotten()
    {
        using (OpsLogStore a = Open("a"))
        {
            a.Set("x", """{"a":1}""");
        }

        _b.Refresh();
        _b.Set("x", """{"b":2}""");
        Compact("b", "c");
        using OpsLogStore again = Open("a");
        Assert.Single(again.Undo());
        AssertState(new(StringComparer.Ordinal) { ["x"] = """{"b":2}""", ["b"] = """{"n":0}""", ["c"] = """{"n":0}""" }, again);
        Assert.Empty(again.Undo());
        again.Dispose();
        Assert.Empty(Checked());
    }

    [Fact]
    public void A_step_of_which_nothing_is_known_any_more_is_refused_and_the_record_is_named()
    {
        using (OpsLogStore a = Open("a"))
        {
            a.Set("x", """{"n":1}""");
            a.Delete("x");
        }

        Compact("b", "c");
        using OpsLogStore again = Open("a");
        UndoException refused = Assert.Throws<UndoException>(() => again.Undo());
        Assert.Contains("'x'", refused.Message, StringComparison.Ordinal);
        Assert.False(again.Contains("x"));
        Assert.Throws<UndoException>(() => again.Undo());
    }

    /// <summary>
    /// The single writer's snapshot has no stamps: the record can have the value of the step or of another writer.
    /// </summary>
    [Fact]
    public void A_step_that_a_single_writer_folded_in_is_refused()
    {
        using (OpsLogStore a = Open("a"))
        {
            a.Set("x", """{"n":1}""");
        }

        _b.Dispose();
        OpsLogStore.Open(_disk.Share()).Dispose();
        using OpsLogStore again = Open("a");
        Assert.Throws<UndoException>(() => again.Undo());
        Assert.True(again.Contains("x"));
    }

    private static void Take(string step, OpsLogStore store)
    {
        switch (step)
        {
            case "set":
                store.Set("x", """{"n":2}""");
                break;
            case "create":
                store.Set("new", """{"n":3}""");
                break;
            case "delete":
                store.Delete("x");
                break;
            case "delete new":
                store.Delete("new");
                break;
            case "batch":
                store.Batch(batch =>
                {
                    batch.Set("x", """{"n":4}""");
                    batch.Delete("y");
                    batch.Set("x", """{"n":5}""");
                });
                break;
            case "archive":
                store.Archive(record => record.IdText == "x", "old");
                break;
        }
    }

    /// <summary>Each agent in turn writes and compacts, while only the agent that is open here is live.</summary>
    private void Compact(params string[] agents)
    {
        foreach (string agent in agents)
        {
            using OpsLogStore? opened = agent == "b" ? null : Open(agent);
            OpsLogStore store = opened ?? _b;
            store.Refresh();
            store.Set(agent, """{"n":0}""");
            Assert.True(store.Compact().Taken);
            if (agent == "b")
            {
                // Its own last steps must not hold the horizon back.
                for (int i = 0; i < StepsKept; i++)
                {
                    store.Set(agent, """{"n":0}""");
                }

                Assert.True(store.Compact().Taken);
            }
        }
    }

    private void AssertState(SortedDictionary<string, string> expected, OpsLogStore store)
    {
        Assert.Equal(expected, store.StateById());
        _b.Refresh();
        Assert.Equal(expected, _b.StateById());
        using OpsLogStore reader = OpsLogStore.Open(_disk.Share(), new() { ReadOnly = true });
        Assert.Equal(expected, reader.StateById());
    }

    private OpsLogStore Open(string agent) => OpsLogStore.Open(_disk.Share(), s_a with { Agent = agent });

    private string Checked()
    {
        _b.Dispose();
        return Findings.Of(_disk.Share(), FindingSeverity.Warning);
    }
}
