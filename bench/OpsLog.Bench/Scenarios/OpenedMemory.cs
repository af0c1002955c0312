using OpsLog.Bench.Children;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>Private memory of an opened snapshot, in addition to the bytes of ids and records themselves.</summary>
internal sealed class OpenedMemory : Scenario
{
    public override string Key => "memory";

    public override string Title => "Private memory over data, after opening";

    public override string Unit => "bytes/record";

    public override bool MoreIsBetter => false;

    public override bool WarmsUp => false;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        int records = context.Options.Records;
        string store = context.SnapshotStore();
        double data = Enumerable.Range(0, records).Sum(i => (double)Workload.Id(i).Length + Workload.Values[i % Workload.Distinct].Length);

        yield return new Side("OpsLog", () => Over(Child.Measure(nameof(OpenStore), store), "opened")) { Limit = context.Options.IsLarge ? 100 : null };
        yield return new Side("OpsLog, after a full collection", () => Over(Child.Measure(nameof(OpenStore), store), "collected"));
        if (context.Npm is { } npm)
        {
            string copy = context.CopyOfSnapshotStore();
            yield return new Side("opslog 0.8.1, after a full collection", () => Over(npm.Open(copy), "collected"));
        }

        double Over(Figures figures, string name) => (figures[name] - data) / records;
    }
}
