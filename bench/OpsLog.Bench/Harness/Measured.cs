namespace OpsLog.Bench.Harness;

/// <summary>The results of the rounds of one side.</summary>
/// <param name="Name">The name of the side.</param>
/// <param name="Kind">What the side is.</param>
/// <param name="Values">One value for each round.</param>
internal sealed record Measured(string Name, SideKind Kind, IReadOnlyList<double> Values)
{
    public double Median => Statistics.Median(Values);

    public double Spread => Statistics.Spread(Values);
}
