using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>All records as objects.</summary>
internal sealed class ShellGets : ShellScenario
{
    private const int Records = 10_000;

    public override string Key => "shell-get";

    public override string Title => "Shell: all objects out of a store or file";

    public override string Unit => "us/object";

    public override bool DependsOnSize => false;

    public override string Note => "The store is open; the files are read.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        int records = Math.Min(Records, context.Records);
        string path = context.NewPath();
        using (OpsLogTable table = new(path, Core.Store.Durability.OperatingSystem))
        {
            Workload.Fill(table, records);
            table.Tidy();
        }

        WorkerProcess shell = Begin(context, path, records);
        shell.Measure("get-files");
        yield return Side.OpsLog("Get-OpsLogRecord", () => shell.Measure("get")["us"]);
        yield return Side.OpsLog("Get-OpsLogRecord -AsJson", () => shell.Measure("get-text")["us"]);
        yield return Side.Peer("ConvertFrom-Json of a file", () => shell.Measure("get-json")["us"]);
        yield return Side.Peer("Import-Clixml", () => shell.Measure("get-clixml")["us"]);
    }

    public override IEnumerable<Goal> Goals(int records) => [new("Get-OpsLogRecord", null, Bound.AtMost(5))];
}
