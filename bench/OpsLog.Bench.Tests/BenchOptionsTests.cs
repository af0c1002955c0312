namespace OpsLog.Bench.Tests;

public sealed class BenchOptionsTests
{
    [Fact]
    public void Without_arguments_the_two_sizes_that_take_minutes_are_measured() =>
        Assert.Equal([20_000, 200_000], BenchOptions.TryParse([], out _)!.Sizes);

    [Theory]
    [InlineData("--size", "1000000,20_000", new[] { 20_000, 1_000_000 })]
    [InlineData("--size", "20000 200000", new[] { 20_000, 200_000 })]
    [InlineData("-n", "2000", new[] { 2_000 })]
    [InlineData("--records", "2000", new[] { 2_000 })]
    public void Sizes_are_given_with_or_without_separators(string name, string value, int[] expected) =>
        Assert.Equal(expected, BenchOptions.TryParse([name, value], out _)!.Sizes);

    [Fact]
    public void A_switch_has_no_value()
    {
        BenchOptions options = BenchOptions.TryParse(["--publish", "--rounds", "9"], out _)!;

        Assert.True(options.Publish);
        Assert.Equal(9, options.Rounds);
    }

    [Theory]
    [InlineData("--size", "many")]
    [InlineData("--size", "10")]
    [InlineData("--rounds", "0")]
    [InlineData("--rounds", "")]
    [InlineData("--fast", "1")]
    public void What_is_not_understood_is_refused(string name, string value)
    {
        Assert.Null(BenchOptions.TryParse([name, value], out string fault));
        Assert.Contains(name, fault, StringComparison.Ordinal);
    }
}
