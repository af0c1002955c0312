using System.Diagnostics;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Store.Writing;

public class GroupCommitTests
{
    private static readonly TimeSpan s_never = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_full_group_is_due_for_all_of_it()
    {
        GroupCommit group = new(3, s_never);
        Thread[] waiting = [Wait(group), Wait(group)];
        Assert.False(waiting[0].Join(50));
        Assert.False(waiting[1].Join(0));
        group.Await(() => false, CancellationToken.None);
        Assert.All(waiting, thread => Assert.True(thread.Join(s_bound)));
    }

    [Fact]
    public void The_next_group_begins_empty()
    {
        GroupCommit group = new(2, s_never);
        Thread first = Wait(group);
        Assert.False(first.Join(20));
        group.Await(() => false, CancellationToken.None);
        Thread next = Wait(group);
        Assert.False(next.Join(50));
        group.Release();
        Assert.True(next.Join(s_bound));
    }

    [Fact]
    public void A_group_that_does_not_fill_is_due_after_the_delay()
    {
        GroupCommit group = new(100, TimeSpan.FromMilliseconds(40));
        long began = Stopwatch.GetTimestamp();
        group.Await(() => false, CancellationToken.None);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromMilliseconds(20), s_bound);
    }

    [Fact]
    public void A_release_ends_the_wait_of_all()
    {
        GroupCommit group = new(100, s_never);
        Thread[] waiting = [Wait(group), Wait(group)];
        Assert.False(waiting[0].Join(20));
        Assert.False(waiting[1].Join(20));
        group.Release();
        Assert.All(waiting, thread => Assert.True(thread.Join(s_bound)));
    }

    [Fact]
    public void What_is_committed_already_is_not_waited_for()
    {
        GroupCommit group = new(size: 2, delay: TimeSpan.FromMinutes(10));

        group.Await(() => true, CancellationToken.None);
    }

    [Fact]
    public void A_cancelled_caller_takes_its_group_along()
    {
        GroupCommit group = new(100, s_never);
        using CancellationTokenSource cancel = new();
        Thread[] waiting = [Wait(group), Wait(group, cancel.Token)];
        Assert.False(waiting[0].Join(20));
        Assert.False(waiting[1].Join(20));
        cancel.Cancel();
        Assert.All(waiting, thread => Assert.True(thread.Join(s_bound)));
        group.Await(() => false, cancel.Token);
    }

    private static Thread Wait(GroupCommit group, CancellationToken cancellation = default)
    {
        Thread thread = new(() => group.Await(() => false, cancellation)) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
