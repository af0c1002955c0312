namespace OpsLog.Bench.Curves;

/// <summary>What one operation costs in stores of several sizes.</summary>
/// <param name="Name">The operation.</param>
/// <param name="Points">The sizes, the smallest first, each with a value in microseconds for each round.</param>
internal sealed record Curve(string Name, IReadOnlyList<(int Records, IReadOnlyList<double> Values)> Points)
{
    /// <summary>The factor between the largest and the smallest size in each round; 1 is flat.</summary>
    public double[] Growth() => [.. Points[^1].Values.Zip(Points[0].Values, (large, small) => large / small)];
}
