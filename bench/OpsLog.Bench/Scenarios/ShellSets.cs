using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>Objects that go through a pipeline into a store or a file.</summary>
internal sealed class ShellSets : ShellScenario
{
    private const int Objects = 10_000;
    private const string Empty = "an empty cmdlet";

    public override string Key => "shell-set";

    public override string Title => "Shell: objects into a store or file";

    public override string Unit => "us/object";

    public override bool DependsOnSize => false;

    public override string Note => "Objects of 7 properties and an id; the store is new in each round.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        WorkerProcess shell = Begin(context, Directory.CreateDirectory(context.NewPath()).FullName, Math.Min(Objects, context.Records));
        yield return Side.OpsLog("Set-OpsLogRecord", () => shell.Measure("set")["us"]);
        yield return Side.Peer("ConvertTo-Json to a file", () => shell.Measure("set-json")["us"]);
        yield return Side.Peer("Export-Clixml", () => shell.Measure("set-clixml")["us"]);
        yield return Side.Limit(Empty, () => shell.Measure("set-empty")["us"]);
    }

    public override IEnumerable<Goal> Goals(int records) => [new("Set-OpsLogRecord", null, Bound.AtMost(10))];
}
