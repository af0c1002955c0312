namespace OpsLog.Bench.Harness;

/// <summary>One way to do the work of a scenario, and the code that measures it once.</summary>
internal sealed record Side(string Name, Func<double> Measure)
{
    /// <summary>The required factor by which OpsLog must be better than this side; null if there is none.</summary>
    public double? Goal { get; init; }

    /// <summary>The maximum value of the side itself; null if there is none.</summary>
    public double? Limit { get; init; }
}
