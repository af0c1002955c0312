namespace OpsLog.Bench.Harness;

/// <summary>The results of the rounds of one side.</summary>
/// <param name="Side">The side.</param>
/// <param name="Values">One value for each round.</param>
/// <param name="Ratio">
/// The factor by which OpsLog was better, as the median over the rounds, so that the drift of the machine is not
/// included.
/// </param>
internal sealed record Measured(Side Side, IReadOnlyList<double> Values, double Ratio)
{
    public double Median => MedianOf(Values);

    /// <summary>Whether the requirement was met; null if there is none.</summary>
    public bool? Reached => Side.Goal is { } goal ? Ratio >= goal : Side.Limit is { } limit ? Median <= limit : null;

    public static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
