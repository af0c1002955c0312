using System.Diagnostics;
using OpsLog.Core.Errors;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Store.Writing;

public sealed class TurnLockTests : IDisposable
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private readonly OwnedState _owned = new();

    private WritableState Lock => _owned.State;

    public void Dispose() => _owned.Dispose();

    [Fact]
    public void A_second_thread_has_its_turn_when_the_first_one_ends()
    {
        StoreTurn first = Lock.EnterTurn(default);
        using ManualResetEventSlim entered = new();
        Thread other = Start(() =>
        {
            using StoreTurn turn = Lock.EnterTurn(default);
            entered.Set();
        });
        Assert.False(entered.Wait(50));
        first.Dispose();
        Assert.True(entered.Wait(s_bound));
        Assert.True(other.Join(s_bound));
    }

    [Fact]
    public void A_write_waits_for_the_turn_and_a_read_does_not()
    {
        StoreTurn turn = Lock.EnterTurn(default);
        Thread writer = Start(() => _owned.Set("a", "{}"));
        string? seen = "unread";
        Assert.True(Start(() => seen = _owned.Get("a")).Join(s_bound));
        Assert.Null(seen);
        Assert.False(writer.Join(50));
        turn.Dispose();
        Assert.True(writer.Join(s_bound));
        Assert.Equal("{}", _owned.Get("a"));
    }

    [Fact]
    public void Cancellation_ends_the_wait_and_the_turn_stays_with_its_holder()
    {
        using StoreTurn turn = Lock.EnterTurn(default);
        using CancellationTokenSource cancel = new();
        Exception? error = null;
        Thread other = Start(() => error = Record.Exception(() => Lock.EnterTurn(cancel.Token)));
        Assert.False(other.Join(20));
        long began = Stopwatch.GetTimestamp();
        cancel.Cancel();
        Assert.True(other.Join(s_bound));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.IsAssignableFrom<OperationCanceledException>(error);
        Lock.LogsOf(turn);
    }

    [Fact]
    public void A_cancelled_caller_does_not_wait_and_one_that_need_not_wait_is_not_cancelled()
    {
        CancellationToken cancelled = new(canceled: true);
        Lock.EnterTurn(cancelled).Dispose();
        using StoreTurn turn = Lock.EnterTurn(default);
        Exception? error = null;
        Assert.True(Start(() => error = Record.Exception(() => Lock.EnterTurn(cancelled))).Join(s_bound));
        Assert.IsAssignableFrom<OperationCanceledException>(error);
    }

    [Fact]
    public void A_turn_that_has_ended_is_refused_and_ends_no_later_one()
    {
        StoreTurn ended = Lock.EnterTurn(default);
        ended.Dispose();
        Assert.Throws<InvalidOperationException>(() => Lock.LogsOf(ended));
        using StoreTurn later = Lock.EnterTurn(default);
        ended.Dispose();
        Lock.LogsOf(later);
        Assert.Throws<InvalidOperationException>(() => Lock.AppendStep(ended, [OwnedState.Staged("a", "{}")]));
        Assert.Null(_owned.Get("a"));
    }

    [Fact]
    public void The_thread_that_has_the_turn_may_neither_enter_again_nor_write_beside_it()
    {
        using StoreTurn turn = Lock.EnterTurn(default);
        Assert.Throws<BatchStateException>(() => Lock.EnterTurn(default));
        Assert.Throws<BatchStateException>(() => _owned.Set("a", "{}"));
        Assert.Null(Lock.TryEnterTurn());
        Lock.LogsOf(turn);
    }

    [Fact]
    public void Closing_wakes_those_that_wait()
    {
        using StoreTurn turn = Lock.EnterTurn(default);
        Exception? entering = null;
        Exception? writing = null;
        Thread[] others =
        [
            Start(() => entering = Record.Exception(() => Lock.EnterTurn(default))),
            Start(() => writing = Record.Exception(() => _owned.Set("a", "{}"))),
        ];
        Assert.False(others[0].Join(20));
        _owned.Condition.Close();
        Lock.Wake();
        Assert.All(others, other => Assert.True(other.Join(s_bound)));
        Assert.IsType<StoreClosedException>(entering);
        Assert.IsType<StoreClosedException>(writing);
        Assert.Null(Lock.TryEnterTurn());
    }

    [Fact]
    public void A_turn_that_is_free_is_entered_without_a_wait_and_one_that_is_taken_is_not()
    {
        using (StoreTurn? turn = Lock.TryEnterTurn())
        {
            Assert.NotNull(turn);
            StoreTurn? other = turn;
            Assert.True(Start(() => other = Lock.TryEnterTurn()).Join(s_bound));
            Assert.Null(other);
        }

        Lock.EnterTurn(default).Dispose();
        _owned.Condition.Close();
        Assert.Null(Lock.TryEnterTurn());
    }

    private static Thread Start(Action body)
    {
        Thread thread = new(() => body()) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
