using OpsLog.Bench.Harness;

namespace OpsLog.Bench.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new double[] { 7 }, 7)]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    public void The_median_is_the_middle_or_between_the_two_in_the_middle(double[] values, double expected) =>
        Assert.Equal(expected, Statistics.Median(values));

    [Fact]
    public void A_quantile_is_interpolated()
    {
        double[] values = [10, 20, 30, 40];

        Assert.Equal(10, Statistics.Quantile(values, 0));
        Assert.Equal(17.5, Statistics.Quantile(values, 0.25));
        Assert.Equal(32.5, Statistics.Quantile(values, 0.75));
        Assert.Equal(40, Statistics.Quantile(values, 1));
    }

    [Fact]
    public void No_values_have_no_median() => Assert.Throws<ArgumentException>(() => Statistics.Median([]));

    [Fact]
    public void The_spread_is_the_distance_of_the_quartiles_over_the_median()
    {
        Assert.Equal(2.0 / 3, Statistics.Spread([1, 2, 3, 4, 5]), 12);
        Assert.Equal(0, Statistics.Spread([5, 5, 5]));
        Assert.Equal(double.NaN, Statistics.Spread([1, 2]));
    }

    /// <summary>From the binomial distribution: n values, the rank of the lower end.</summary>
    [Theory]
    [InlineData(5, 1)]
    [InlineData(7, 1)]
    [InlineData(8, 2)]
    [InlineData(9, 2)]
    [InlineData(11, 3)]
    [InlineData(15, 4)]
    [InlineData(20, 6)]
    public void The_interval_of_the_median_is_between_two_ranks(int count, int rank)
    {
        double[] values = [.. Enumerable.Range(1, count).Select(i => (double)i).Reverse()];

        Assert.Equal((rank, count + 1 - rank), Statistics.MedianInterval(values));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Fewer_than_five_values_have_no_interval(int count) => Assert.Null(Statistics.MedianInterval(new double[count]));

    [Fact]
    public void The_interval_contains_the_median_as_often_as_it_says()
    {
        Random random = new(Seed());
        const int Times = 20_000;
        int inside = 0;
        for (int i = 0; i < Times; i++)
        {
            (double least, double most) = Statistics.MedianInterval([.. Enumerable.Range(0, 9).Select(_ => random.NextDouble())])!.Value;
            inside += least <= 0.5 && 0.5 <= most ? 1 : 0;
        }

        Assert.InRange((double)inside / Times, 0.95, 0.97);
    }

    private static int Seed()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("OPSLOG_TEST_SEED"), out int given) ? given : Random.Shared.Next();
        Console.WriteLine($"OPSLOG_TEST_SEED={seed}");
        return seed;
    }
}
