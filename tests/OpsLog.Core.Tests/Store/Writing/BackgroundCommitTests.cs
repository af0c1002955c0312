using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Store.Writing;

public class BackgroundCommitTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_full_count_commits_at_once_and_counting_begins_anew()
    {
        using SemaphoreSlim committed = new(0);
        using BackgroundCommit background = new(2, TimeSpan.FromHours(1), () => committed.Release());
        background.Schedule();
        Assert.False(committed.Wait(50));
        background.Schedule();
        Assert.True(committed.Wait(s_bound));
        background.Schedule();
        Assert.False(committed.Wait(50));
        background.Schedule();
        Assert.True(committed.Wait(s_bound));
    }

    [Fact]
    public void The_delay_counts_from_the_first_operation()
    {
        using SemaphoreSlim committed = new(0);
        using BackgroundCommit background = new(100, TimeSpan.FromMilliseconds(20), () => committed.Release());
        background.Schedule();
        Assert.True(committed.Wait(s_bound));
        background.Schedule();
        Assert.True(committed.Wait(s_bound));
    }

    [Fact]
    public void After_the_end_nothing_is_committed_and_counting_is_no_error()
    {
        using SemaphoreSlim committed = new(0);
        BackgroundCommit background = new(1, TimeSpan.FromHours(1), () => committed.Release());
        background.Dispose();
        background.Schedule();
        background.Dispose();
        Assert.False(committed.Wait(50));
    }
}
