using OpsLog.Bench.Harness;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Scenarios;

/// <summary>
/// Loading one operation of another agent, with as many operations in the logs as there are records, compared with
/// loading all of them.
/// </summary>
internal sealed class RefreshOne : Scenario
{
    private const int Times = 20;

    public override string Key => "refresh";

    public override string Title => "Taking in one operation of another agent";

    public override string Unit => "ms";

    public override bool MoreIsBetter => false;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        string path = context.NewPath();
        OpsLogStore writing = context.Own(OpsLogStore.Open(path, BenchContext.Quiet() with { Agent = "writing" }));
        Workload.Fill(writing, context.Records);
        OpsLogStore following = context.Own(OpsLogStore.Open(path, BenchContext.Quiet() with { Agent = "following" }));
        yield return Side.OpsLog("OpsLog, refresh", () =>
        {
            double seconds = 0;
            for (int n = 0; n < Times; n++)
            {
                writing.Set("task-0", Workload.Values[n]);
                seconds += Seconds(() => following.Refresh());
            }

            return seconds * 1000 / Times;
        });
        yield return Side.OpsLog("a full load", () => Seconds(() => OpsLogStore.Open(path, new() { ReadOnly = true }).Dispose()) * 1000);
    }

    public override IEnumerable<Goal> Goals(int records) => [new("OpsLog, refresh", "a full load", Bound.AtLeast(100))];
}
