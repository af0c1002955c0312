using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Writing;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store.Writing;

public class WritableStateTests
{
    [Fact]
    public void What_the_log_could_not_take_is_reverted_in_memory_and_what_it_took_is_not()
    {
        FaultyBackend faulty = new(new MemoryBackend());
        using OwnedState owned = new(faulty);
        owned.State.Own.Writer.Commit(owned.Set("a", """{"n":1}""").Offset);
        owned.Set("a", """{"n":2}""");
        LogPosition last = owned.Set("b", "{}");
        faulty.Fail(StorageCall.Append);
        Assert.Throws<LogWriteException>(() => last.Log.Commit(last.Offset));
        Assert.Equal("""{"n":1}""", owned.Get("a"));
        Assert.Null(owned.Get("b"));
        Assert.Equal((1, owned.Backend.Find(owned.State.LogName)!.Value.Length), owned.State.Uncovered());
        Assert.Equal(1, owned.LogsEnded);
        Assert.False(owned.Condition.IsFailureReported);
        Assert.Throws<StoreFailedException>(() => owned.Set("c", "{}"));
    }

    [Fact]
    public void A_step_that_is_too_large_leaves_nothing_of_itself()
    {
        using OwnedState owned = new(options: new() { LargestStep = 700 });
        owned.Set("a", """{"n":1}""");
        long end = owned.State.End.Offset;
        string half = $$"""{"text":"{{new string('x', 250)}}"}""";
        using (StoreTurn turn = owned.State.EnterTurn(default))
        {
            Assert.Throws<BatchStateException>(() => owned.State.AppendStep(turn, [OwnedState.Staged("a", half), OwnedState.Staged("b", half), OwnedState.Staged("c", half)]));
        }

        Assert.Equal("""{"n":1}""", owned.Get("a"));
        Assert.Null(owned.Get("b"));
        Assert.Equal(end, owned.State.End.Offset);
        Assert.Equal((1, end), owned.State.Uncovered());

        // What waited before the step is committed, and no more than that.
        owned.State.Own.Writer.Commit(owned.State.End.Offset);
        Assert.Equal(1, owned.Lines());
    }

    [Fact]
    public void A_single_write_that_is_too_large_leaves_nothing_of_itself()
    {
        using OwnedState owned = new(options: new() { LargestStep = 200 });
        Assert.Throws<InvalidRecordException>(() => owned.Set("a", $$"""{"text":"{{new string('x', 250)}}"}"""));
        Assert.Null(owned.Get("a"));
        Assert.Equal((0, 0), owned.State.Uncovered());
        Assert.Equal(0, owned.State.End.Offset);
    }

    [Fact]
    public void A_step_that_is_cut_off_leaves_the_records_the_end_and_the_count_as_they_were()
    {
        using OwnedState owned = new();
        owned.State.Own.Writer.Commit(owned.Set("a", """{"n":1}""").Offset);
        long before = owned.State.End.Offset;
        owned.State.Own.Writer.Commit(owned.Set("a", """{"n":2}""").Offset);
        using StoreTurn turn = owned.State.EnterTurn(default);
        owned.State.CutStep(turn, before, [OwnedState.Staged("a", """{"n":1}""")]);
        Assert.Equal("""{"n":1}""", owned.Get("a"));
        Assert.Equal((1, before), owned.State.Uncovered());
        Assert.Equal(before, owned.State.End.Offset);
        Assert.Equal(1, owned.Lines());
    }

    [Fact]
    public void A_delete_of_nothing_has_no_line()
    {
        using OwnedState owned = new();
        Assert.Null(owned.State.Delete("a"u8, default));
        Assert.Equal(0, owned.State.End.Offset);
    }

    [Fact]
    public void A_single_writer_keeps_no_clock_of_its_own()
    {
        using OwnedState owned = new();
        owned.Set("a", "{}");
        Assert.Equal(0, owned.State.Clock);
    }

    [Fact]
    public void A_write_that_waits_ends_with_its_token()
    {
        using OwnedState owned = new();
        using StoreTurn turn = owned.State.EnterTurn(default);
        using CancellationTokenSource cancel = new();
        Exception? error = null;
        Thread writer = new(() => error = Record.Exception(() => owned.Set("a", "{}", cancel.Token)));
        writer.Start();
        cancel.CancelAfter(10);
        Assert.True(writer.Join(TimeSpan.FromSeconds(30)));
        Assert.IsAssignableFrom<OperationCanceledException>(error);
        Assert.Equal(0, owned.State.End.Offset);
    }
}
