using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>The records with one value of a property are counted, without an index.</summary>
internal sealed class FilteredRecords : Scenario
{
    private const string Property = "status";
    private const string Value = "done";

    public override string Key => "filter";

    public override string Title => "Filter by one property, no index";

    public override string Unit => "ns/record";

    public override bool MoreIsBetter => false;

    public override string Note => "LMDB, RocksDB and ZoneTree do not know JSON: a Utf8JsonReader reads each record up to the property. The npm package has objects.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        int expected = Enumerable.Range(0, context.Records).Count(i => Workload.Jobs[i % Workload.Distinct].Status == Value);
        ITable ours = context.OpenCopy(EngineList.OpsLog);
        yield return Side.OpsLog("OpsLog", () => Nanoseconds(ours));
        foreach (Engine engine in context.Competition.Readers)
        {
            ITable peer = context.OpenCopy(engine);
            yield return Side.Peer(engine.Product, () => Nanoseconds(peer));
        }

        if (context.Npm is { } npm)
        {
            WorkerProcess node = context.Own(npm.Begin("filter", context.CopyOfSnapshotStore(), 0, context.Records));
            yield return Side.Peer(NpmPackage.Name, () => node.Measure()["seconds"] * 1e9 / context.Records);
        }

        double Nanoseconds(ITable table)
        {
            int found = 0;
            double seconds = Seconds(() => found = table.CountEqual(Property, Value));
            return found == expected ? seconds * 1e9 / context.Records : throw new InvalidOperationException($"{found} records were found instead of {expected}.");
        }
    }

    public override IEnumerable<Goal> Goals(int records) => [new("OpsLog", null, Bound.AtMost(40))];
}
