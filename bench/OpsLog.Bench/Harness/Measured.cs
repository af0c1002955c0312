namespace OpsLog.Bench.Harness;

/// <summary>What the rounds of one side gave.</summary>
/// <param name="Side">The side.</param>
/// <param name="Values">One value a round.</param>
/// <param name="Ratio">How many times better OpsLog was, the median over the rounds; the machine's drift is not in it.</param>
internal sealed record Measured(Side Side, IReadOnlyList<double> Values, double Ratio)
{
    public double Median => MedianOf(Values);

    /// <summary>Whether what is asked was reached; null where nothing is asked.</summary>
    public bool? Reached => Side.Goal is { } goal ? Ratio >= goal : Side.Limit is { } limit ? Median <= limit : null;

    public static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
