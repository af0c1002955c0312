using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>One record of a thousand is selected by a property.</summary>
internal sealed class ShellFilters : ShellScenario
{
    private const string Where = "Get-OpsLogRecord piped to Where-Object";
    private const string WhereScript = "Get-OpsLogRecord piped to Where-Object with a script";

    public override string Key => "shell-filter";

    public override string Title => "Shell: filter by one property, few matches";

    public override string Unit => "us/record";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        WorkerProcess shell = Begin(context, context.SnapshotStore(), context.Records);
        yield return Side.OpsLog("Get-OpsLogRecord title -EQ", () => shell.Measure("filter")["us"]);
        yield return Side.OpsLog("Get-OpsLogRecord with a script", () => shell.Measure("filter-script")["us"]);
        yield return Side.Peer(Where, () => shell.Measure("where")["us"]);
        yield return Side.Peer(WhereScript, () => shell.Measure("where-script")["us"]);
    }

    public override IEnumerable<Goal> Goals(int records) =>
    [
        new("Get-OpsLogRecord title -EQ", Where, Bound.AtLeast(50)),
        new("Get-OpsLogRecord with a script", WhereScript, Bound.AtLeast(1)),
    ];
}
