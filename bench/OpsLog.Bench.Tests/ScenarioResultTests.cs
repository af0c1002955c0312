using OpsLog.Bench.Harness;

namespace OpsLog.Bench.Tests;

public sealed class ScenarioResultTests
{
    private static readonly Measured s_ours = new("OpsLog", SideKind.OpsLog, [200, 220, 100, 210, 205]);
    private static readonly Measured s_slow = new("slow", SideKind.Peer, [20, 22, 10, 21, 20.5]);
    private static readonly Measured s_fast = new("fast", SideKind.Peer, [100, 110, 50, 105, 102.5]);
    private static readonly Measured s_limit = new("limit: raw", SideKind.Limit, [400, 440, 200, 420, 410]);

    [Fact]
    public void The_ratio_of_a_round_does_not_contain_the_drift_of_the_machine()
    {
        ScenarioResult result = Of(moreIsBetter: true);

        Assert.All(result.Advantage(s_ours, s_fast), ratio => Assert.Equal(2, ratio, 12));
        Assert.Equal(0, Statistics.Spread(result.Advantage(s_ours, s_fast)), 12);
    }

    [Fact]
    public void With_times_less_is_better()
    {
        ScenarioResult result = Of(moreIsBetter: false);

        Assert.All(result.Advantage(s_ours, s_slow), ratio => Assert.Equal(0.1, ratio, 12));
        Assert.Same(s_slow, result.BestPeer);
    }

    [Fact]
    public void The_best_peer_is_no_limit_and_no_form_of_OpsLog()
    {
        Assert.Same(s_fast, Of(moreIsBetter: true).BestPeer);
    }

    [Fact]
    public void The_first_goal_is_to_be_ahead_of_the_best_peer()
    {
        JudgedGoal goal = Assert.Single(Of(moreIsBetter: true).Goals());

        Assert.True(goal.IsAgainstBestPeer);
        Assert.Equal("fast", goal.Goal.Against);
        Assert.Equal(2, goal.Median, 12);
        Assert.Equal(Verdict.Reached, goal.Verdict);
    }

    [Fact]
    public void A_goal_against_a_side_that_was_left_out_is_not_judged()
    {
        ScenarioResult result = Of(moreIsBetter: true, new("OpsLog", "absent", Bound.AtLeast(1)), new("OpsLog", "limit: raw", Bound.AtLeast(0.65)));

        Assert.Equal([Verdict.Reached, Verdict.Missed], result.Goals().Select(goal => goal.Verdict));
    }

    [Fact]
    public void A_goal_without_another_side_is_about_the_value()
    {
        JudgedGoal goal = Of(moreIsBetter: true, new Goal("OpsLog", null, Bound.AtLeast(150))).Goals().Last();

        Assert.Equal(("sets/s", 205, Verdict.NotDecided), (goal.Unit, goal.Median, goal.Verdict));
    }

    [Fact]
    public void A_table_of_goals_has_a_column_for_each_size_and_names_the_peer_in_the_cell()
    {
        ScenarioResult small = Of(moreIsBetter: true);
        string[] lines = GoalTable.Of([small, small with { Records = 2000 }]).Split('\n');

        Assert.Equal(["row", "goal", "1,000 records", "2,000 records"], lines[0].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("**reached**: 2.00 times fast, spread 0 % | **reached**", lines[2], StringComparison.Ordinal);
    }

    private static ScenarioResult Of(bool moreIsBetter, params Goal[] goals) =>
        new(new RateScenario(moreIsBetter, goals), 1000, [s_ours, s_slow, s_fast, s_limit], []);
}
