using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Scenarios;

/// <summary>A few operations out of as many as there are records.</summary>
internal sealed class ShellHistory : ShellScenario
{
    private const int MostMilliseconds = 10;

    private static readonly (string Name, string Verb)[] s_calls =
    [
        ("Get-OpsLogOperation -Last 5", "history-last"), ("Get-OpsLogOperation -Since, none", "history-since"), ("Get-OpsLogOperation of one record", "history-id"),
    ];

    public override string Key => "history";

    public override string Title => "Shell: history, by what it returns";

    public override string Unit => "ms";

    public override string Note => "All operations are in one log that is kept. The cost should be the same for each size.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        string path = context.NewPath();
        using (OpsLogTable table = new(path, Durability.OperatingSystem))
        {
            Workload.Fill(table, context.Records);
        }

        WorkerProcess shell = Begin(context, path, 1);
        return s_calls.Select(call => Side.OpsLog(call.Name, () => shell.Measure(call.Verb)["us"] / 1000));
    }

    public override IEnumerable<Goal> Goals(int records) => s_calls.Select(call => new Goal(call.Name, null, Bound.AtMost(MostMilliseconds)));
}
