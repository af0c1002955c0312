using OpsLog.Core.Store;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Tests.Store.Writing;

namespace OpsLog.Core.Tests.Store.Checkpoints;

public class CheckpointRuleTests
{
    [Fact]
    public void It_is_due_by_the_number_of_operations_where_there_is_one()
    {
        using OwnedState owned = new(options: new() { CheckpointThreshold = 2 });
        CheckpointRule rule = Rule(owned);
        Assert.False(rule.IsPossible());
        owned.Set("a", "{}");
        Assert.True(rule.IsPossible());
        Assert.False(rule.IsDue());
        owned.Set("a", "{}");
        Assert.True(rule.IsDue());
    }

    [Fact]
    public void It_is_due_where_the_log_has_outgrown_the_snapshot_and_4_MB()
    {
        using OwnedState owned = new();
        CheckpointRule rule = Rule(owned);
        owned.Set("a", Record(2));
        Assert.False(rule.IsDue());
        owned.Set("b", Record(2));
        Assert.True(rule.IsDue());
    }

    [Fact]
    public void One_that_failed_waits_until_there_is_twice_as_much()
    {
        using OwnedState owned = new(options: new() { CheckpointThreshold = 1 });
        CheckpointRule rule = Rule(owned);
        owned.Set("a", "{}");
        rule.Postpone();
        Assert.False(rule.IsDue());
        Assert.True(rule.IsPossible());
        owned.Set("a", "{}");
        owned.Set("a", "{}");
        Assert.True(rule.IsDue());
    }

    [Fact]
    public void A_store_that_failed_or_was_closed_takes_none()
    {
        using OwnedState failed = new(options: new() { CheckpointThreshold = 1 });
        failed.Set("a", "{}");
        failed.Condition.Fail(new IOException());
        Assert.False(Rule(failed).IsDue());
        using OwnedState closed = new(options: new() { CheckpointThreshold = 1 });
        closed.Set("a", "{}");
        closed.Condition.Close();
        Assert.False(Rule(closed).IsDue());
    }

    private static CheckpointRule Rule(OwnedState owned) => new(owned.Options, owned.Condition, owned.State);

    private static string Record(int megabytes) => $$"""{"text":"{{new string('x', megabytes * 1024 * 1024)}}"}""";
}
