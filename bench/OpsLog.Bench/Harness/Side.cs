namespace OpsLog.Bench.Harness;

/// <summary>One way to do a scenario's work, and what measures it once.</summary>
internal sealed record Side(string Name, Func<double> Measure)
{
    /// <summary>How many times better than this side OpsLog has to be; null where nothing is asked.</summary>
    public double? Goal { get; init; }

    /// <summary>The most the side itself may measure; null where nothing is asked.</summary>
    public double? Limit { get; init; }
}
