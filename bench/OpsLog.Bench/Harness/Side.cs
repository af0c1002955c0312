namespace OpsLog.Bench.Harness;

/// <summary>One way to do the work of a scenario, and the code that measures it once.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Measure">Does the work once and returns the value in the unit of the scenario.</param>
internal sealed record Side(string Name, SideKind Kind, Func<double> Measure)
{
    public static Side OpsLog(string name, Func<double> measure) => new(name, SideKind.OpsLog, measure);

    public static Side Peer(string name, Func<double> measure) => new(name, SideKind.Peer, measure);

    public static Side Limit(string name, Func<double> measure) => new($"limit: {name}", SideKind.Limit, measure);
}
