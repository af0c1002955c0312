using OpsLog.Bench.Harness;

namespace OpsLog.Bench.Tests;

public sealed class BoundTests
{
    [Theory]
    [InlineData(new[] { 1.1, 1.2, 1.3, 1.2, 1.1 }, Verdict.Reached)]
    [InlineData(new[] { 1.0, 1.0, 1.0, 1.0, 1.0 }, Verdict.Reached)]
    [InlineData(new[] { 0.7, 0.8, 0.9, 0.8, 0.7 }, Verdict.Missed)]
    [InlineData(new[] { 0.9, 1.2, 1.3, 1.2, 1.1 }, Verdict.NotDecided)]
    [InlineData(new[] { 0.7, 0.8, 1.1, 0.8, 0.7 }, Verdict.NotDecided)]
    [InlineData(new[] { 9.0, 9.0, 9.0, 9.0 }, Verdict.NotDecided)]
    public void A_least_bound_of_1_is_judged_by_the_interval_of_the_median(double[] values, object expected) =>
        Assert.Equal(expected, Bound.AtLeast(1).Judge(values));

    [Theory]
    [InlineData(new[] { 30.0, 35, 40, 38, 31 }, Verdict.Reached)]
    [InlineData(new[] { 41.0, 45, 60, 48, 51 }, Verdict.Missed)]
    [InlineData(new[] { 30.0, 35, 41, 38, 31 }, Verdict.NotDecided)]
    public void So_is_a_bound_of_at_most_40(double[] values, object expected) =>
        Assert.Equal(expected, Bound.AtMost(40).Judge(values));

    [Fact]
    public void With_nine_rounds_one_stray_round_does_not_prevent_a_verdict()
    {
        Assert.Equal(Verdict.Reached, Bound.AtLeast(1).Judge([0.2, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1]));
        Assert.Equal(Verdict.NotDecided, Bound.AtLeast(1).Judge([0.2, 0.3, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1]));
    }

    [Fact]
    public void A_bound_is_written_in_words()
    {
        Assert.Equal("at least 0.65", Bound.AtLeast(0.65).ToString());
        Assert.Equal("at most 250", Bound.AtMost(250).ToString());
    }
}
