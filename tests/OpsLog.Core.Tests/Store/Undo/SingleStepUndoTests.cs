using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Store.Undo;

public class SingleStepUndoTests(ITestOutputHelper output)
{
    private readonly MemoryBackend _disk = new();

    [Fact]
    public void A_step_is_taken_back_and_the_later_ones_stay()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Set("a", """{"n":1}""");
        store.Set("a", """{"n":2}""");
        string step = Last(store);
        store.Set("b", "{}");
        store.Compact();
        store.Set("c", "{}");
        Assert.Equal("a", Assert.Single(store.GetUndoableStep(step)).Id);
        Assert.Equal("a", Assert.Single(store.Undo(step)).Id);
        Assert.Equal(["a {\"n\":1}", "b {}", "c {}"], State(store));
        Assert.True(store.GetOperationsNewestFirst().First().IsUndo);
    }

    [Fact]
    public void A_whole_batch_is_taken_back_by_any_of_its_operations()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Set("a", """{"n":1}""");
        store.Batch(batch =>
        {
            batch.Set("a", """{"n":2}"""u8);
            batch.Set("b", "{}"u8);
            batch.Set("a", """{"n":3}"""u8);
        });
        string[] steps = [.. store.GetOperations().Where(operation => operation.BatchCount > 0).Select(operation => operation.Step).Distinct()];
        store.Set("c", "{}");
        Assert.Equal(3, store.Undo(Assert.Single(steps)).Count);
        Assert.Equal(["a {\"n\":1}", "c {}"], State(store));
    }

    [Fact]
    public void What_was_changed_later_is_refused_and_nothing_is_written()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Set("a", """{"n":1}""");
        string step = Last(store);
        store.Set("a", """{"n":2}""");
        Refused(store, step, "record 'a' no longer has the value");
    }

    [Fact]
    public void A_step_is_taken_back_once_and_an_undo_never()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Set("a", """{"n":1}""");
        string first = Last(store);
        store.Set("b", """{"n":1}""");
        store.Undo(first);
        Refused(store, Last(store), "an undo is not undone");

        // The value is what the step left, but it is another step that set it.
        store.Set("a", """{"n":1}""");
        Refused(store, first, "it is undone already");
        Assert.Equal("a", Assert.Single(store.Undo()).Id);
        Refused(store, Last(store), "an undo is not undone");
        Assert.Equal("b", Assert.Single(store.Undo()).Id);
        Assert.Empty(store.Undo());
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public void A_place_that_begins_no_step_is_refused()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Set("a", "{}");
        store.Set("b", "{}");
        string log = store.GetStatistics().Log;
        Refused(store, $"{log}:1", "no step there");
        Refused(store, $"{log}:100000", "no step there");
        Refused(store, "ops/ops-1.jsonl:0", "no step there");
        foreach (string text in new[] { "", "5", "ops/x:5", $"{log}:-1", $"{log}:", "../secret:0" })
        {
            Assert.Throws<FormatException>(() => store.Undo(text));
        }
    }

    [Fact]
    public void An_agent_takes_back_the_step_of_another_one_and_all_agree()
    {
        using OpsLogStore one = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { Agent = "one" });
        using OpsLogStore two = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { Agent = "two" });
        one.Set("a", """{"n":1}""");
        one.Set("a", """{"n":2}""");
        one.Set("b", "{}");
        two.Refresh();
        string step = two.GetOperations().ElementAt(1).Step;
        two.Undo(step, new StepNote("not ours"));
        one.Refresh();
        Assert.Equal(State(one), State(two));
        Assert.Equal(["a {\"n\":1}", "b {}"], State(one));

        // What two took back is no step of one any more that changes something.
        Assert.Equal("b", Assert.Single(one.Undo()).Id);
        two.Refresh();
        Assert.Equal(["a {\"n\":1}"], State(two));
        using OpsLogStore reader = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { ReadOnly = true });
        Assert.Equal(State(two), State(reader));
    }

    [Fact]
    public void Undos_of_both_kinds_in_any_order_leave_what_a_model_says()
    {
        Random random = new(TestSeed.Next(output));
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        List<(string Step, string Id)> model = [];
        for (int i = 0; i < 400; i++)
        {
            switch (random.Next(8))
            {
                case < 4:
                    // Each step has a record of its own, so that any one of them can be taken back.
                    store.Set($"r{i}", $$"""{"n":{{i}}}""");
                    model.Add((Last(store), $"r{i}"));
                    break;
                case 4 when model.Count > 0:
                    int at = random.Next(model.Count);
                    Assert.Equal(model[at].Id, Assert.Single(store.Undo(model[at].Step)).Id);
                    model.RemoveAt(at);
                    break;
                case 5 or 6:
                    Assert.Equal(model.Count == 0 ? null : model[^1].Id, store.Undo().SingleOrDefault()?.Id);
                    model.RemoveRange(Math.Max(0, model.Count - 1), Math.Min(1, model.Count));
                    break;
                case 7 when random.Next(4) == 0:
                    store.Compact();
                    break;
            }

            Assert.True(model.Select(step => step.Id).Order(StringComparer.Ordinal).SequenceEqual(store.StateById().Keys), $"After step {i}");
        }
    }

    private static string Last(OpsLogStore store) => store.GetOperationsNewestFirst().First().Step;

    private static string[] State(OpsLogStore store) => [.. store.StateById().Select(record => $"{record.Key} {record.Value}")];

    private static void Refused(OpsLogStore store, string step, string reason)
    {
        long bytes = store.GetStatistics().LogBytes;
        Assert.Contains(reason, Assert.Throws<UndoException>(() => store.Undo(step)).Message, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Throws<UndoException>(() => store.GetUndoableStep(step)).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, store.GetStatistics().LogBytes);
    }
}
