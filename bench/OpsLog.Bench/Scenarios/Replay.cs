using OpsLog.Bench.Children;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Scenarios;

/// <summary>Opening a store with every record in the log: half of the operations create, half of them change.</summary>
internal sealed class Replay : Scenario
{
    public override string Key => "replay";

    public override string Title => "Replay of a log, cold process";

    public override string Unit => "ns/operation";

    public override bool MoreIsBetter => false;

    public override int WarmUps => 0;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        int operations = context.Records;
        string path = Make(context, operations);
        yield return Side.OpsLog("OpsLog", () => Nanoseconds(Child.OpenStore(path)));
        if (context.Npm is { } npm)
        {
            string copy = Make(context, operations);
            yield return Side.Peer(NpmPackage.Name, () => Nanoseconds(npm.Open(copy)));
        }

        string log = Directory.GetFiles(Path.Combine(path, "ops")).Max()!;
        yield return Side.Limit("newlines of the mapped log", () => Nanoseconds(Child.Measure(nameof(CountNewlines), "", log)));

        double Nanoseconds(Figures figures) => figures["seconds"] * 1e9 / operations;
    }

    public override IEnumerable<Goal> Goals(int records) => [new("OpsLog", null, Bound.AtMost(250))];

    private static string Make(BenchContext context, int operations)
    {
        string path = context.NewPath();
        using OpsLogStore store = OpsLogStore.Open(path, BenchContext.Quiet());
        Workload.Fill(store, operations / 2);
        using DeferredWrites writes = store.DeferWrites();
        for (int i = 0; i < operations / 2; i++)
        {
            writes.Set(Workload.Id(i), Workload.Changed[i % Workload.Distinct]);
        }

        return path;
    }
}
