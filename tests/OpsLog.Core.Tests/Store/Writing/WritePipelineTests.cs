using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Writing;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store.Writing;

public class WritePipelineTests
{
    private static readonly OpsLogStoreOptions s_never = new() { GroupDelay = TimeSpan.FromHours(1), GroupSize = 2 };

    [Fact]
    public void Immediate_commits_the_position_and_all_before_it()
    {
        using OwnedState owned = new();
        using WritePipeline pipeline = owned.Pipeline();
        owned.Set("a", "{}");
        pipeline.Acknowledge(owned.Set("b", "{}"), default);
        Assert.Equal(2, owned.Lines());
    }

    [Fact]
    public void Group_commits_when_the_group_is_full_and_not_before()
    {
        using OwnedState owned = new(options: s_never with { WriteMode = WriteMode.Group });
        using WritePipeline pipeline = owned.Pipeline();
        Thread first = new(() => pipeline.Acknowledge(owned.Set("a", "{}"), default)) { IsBackground = true };
        first.Start();
        Assert.False(first.Join(50));
        Assert.Equal(0, owned.Lines());
        pipeline.Acknowledge(owned.Set("b", "{}"), default);
        Assert.True(first.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal(2, owned.Lines());
    }

    [Fact]
    public void Group_does_not_wait_for_what_is_acknowledged_already()
    {
        using OwnedState owned = new(options: s_never with { WriteMode = WriteMode.Group });
        using WritePipeline pipeline = owned.Pipeline();
        LogPosition position = owned.Set("a", "{}");
        pipeline.Commit(position);
        pipeline.Acknowledge(position, default);
    }

    [Fact]
    public void Async_commits_in_the_background_once_enough_has_come()
    {
        using OwnedState owned = new(options: s_never with { WriteMode = WriteMode.Async });
        using WritePipeline pipeline = owned.Pipeline();
        pipeline.Acknowledge(owned.Set("a", "{}"), default);
        Assert.Equal(0, owned.Lines());
        pipeline.Acknowledge(owned.Set("b", "{}"), default);
        Assert.True(SpinWait.SpinUntil(() => owned.Lines() == 2, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void What_has_grown_large_is_committed_in_every_mode()
    {
        using OwnedState owned = new(options: s_never with { WriteMode = WriteMode.Async });
        int maintained = 0;
        using WritePipeline pipeline = owned.Pipeline(maintain: () => maintained++);
        pipeline.CommitIfLarge(owned.Set("a", "{}"));
        Assert.Equal((0, 0), (owned.Lines(), maintained));
        pipeline.CommitIfLarge(owned.Set("b", $$"""{"text":"{{new string('x', 4 * 1024 * 1024)}}"}"""));
        Assert.Equal((2, 1), (owned.Lines(), maintained));
    }

    [Fact]
    public void What_is_due_between_writes_is_done_without_the_turn()
    {
        using OwnedState owned = new();
        bool isFree = false;
        using WritePipeline pipeline = owned.Pipeline(maintain: () =>
        {
            using StoreTurn? turn = owned.State.TryEnterTurn();
            isFree = turn is not null;
        });
        pipeline.Acknowledge(owned.Set("a", "{}"), default);
        Assert.True(isFree);
    }

    [Fact]
    public void A_step_is_committed_in_every_mode()
    {
        using OwnedState owned = new(options: s_never with { WriteMode = WriteMode.Async });
        using WritePipeline pipeline = owned.Pipeline();
        using StoreTurn turn = pipeline.EnterTurn(null, default);
        pipeline.WriteStep(turn, [OwnedState.Staged("a", "{}"), OwnedState.Staged("b", "{}")]);
        Assert.Equal(2, owned.Lines());
    }

    [Fact]
    public void A_failed_store_gives_no_turn_and_keeps_none()
    {
        using OwnedState owned = new();
        using WritePipeline pipeline = owned.Pipeline();
        owned.Condition.Fail(new IOException());
        Assert.Throws<StoreFailedException>(() => pipeline.EnterTurn(null, default));
        using StoreTurn? turn = owned.State.TryEnterTurn();
        Assert.NotNull(turn);
    }

    [Fact]
    public void A_commit_that_fails_is_reported_to_its_caller_and_one_in_the_background_to_the_next()
    {
        FaultyBackend faulty = new(new MemoryBackend());
        using OwnedState owned = new(faulty, s_never with { WriteMode = WriteMode.Async, GroupSize = 1 });
        using WritePipeline pipeline = owned.Pipeline();
        faulty.Fail(StorageCall.Append);
        pipeline.Acknowledge(owned.Set("a", "{}"), default);
        Assert.True(SpinWait.SpinUntil(() => owned.Condition.HasFailed, TimeSpan.FromSeconds(30)));
        Assert.False(owned.Condition.IsFailureReported);
        Assert.Throws<StoreFailedException>(() => pipeline.Flush(default));
        Assert.True(owned.Condition.IsFailureReported);
    }

    [Fact]
    public void A_position_in_a_log_that_was_closed_means_a_closed_store()
    {
        using OwnedState owned = new();
        using WritePipeline pipeline = owned.Pipeline();
        LogPosition position = owned.Set("a", "{}");
        owned.Dispose();
        Assert.Throws<StoreClosedException>(() => pipeline.Commit(position));
    }

    [Fact]
    public void What_is_no_record_is_refused_before_anything_waits()
    {
        using OwnedState owned = new();
        using WritePipeline pipeline = owned.Pipeline();
        Assert.Throws<InvalidRecordException>(() => pipeline.Set("a", "[]"u8, WriteCondition.Always, default, default));
        Assert.Throws<InvalidRecordIdException>(() => pipeline.Merge("", "{}"u8, null, WriteCondition.Always, default, default));
        Assert.Throws<RecordNotFoundException>(() => pipeline.Delete("a", default, default));
        Assert.Equal(0, owned.State.End.Offset);
    }

    [Fact]
    public void Ending_it_releases_those_that_wait_in_a_group()
    {
        using OwnedState owned = new(options: s_never with { WriteMode = WriteMode.Group });
        WritePipeline pipeline = owned.Pipeline();
        Thread waiting = new(() => pipeline.Acknowledge(owned.Set("a", "{}"), default)) { IsBackground = true };
        waiting.Start();
        Assert.False(waiting.Join(20));
        pipeline.Dispose();
        Assert.True(waiting.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal("{}", Encoding.UTF8.GetString(owned.State.Get("a"u8)!));
    }
}
