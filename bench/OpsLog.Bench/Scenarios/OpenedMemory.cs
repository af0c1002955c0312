using OpsLog.Bench.Children;
using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>Private memory that the opening of a store and one get took.</summary>
internal sealed class OpenedMemory : Scenario
{
    private const int Large = 1_000_000;
    private const double Page = 4096;

    public override string Key => "memory";

    public override string Title => "Private memory after opening and one get";

    public override string Unit => "bytes/record";

    public override bool MoreIsBetter => false;

    public override int WarmUps => 0;

    public override string Note => "After a full garbage collection; records included, mapped files not. In a small store, the libraries themselves count most.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        int records = context.Records;
        string store = context.SnapshotStore();
        yield return Side.OpsLog("OpsLog", () => PerRecord(Child.OpenStore(store), "collected"));
        yield return Side.OpsLog("OpsLog, before the collection", () => PerRecord(Child.OpenStore(store), "opened"));
        foreach (Engine engine in context.Competition.Readers)
        {
            string path = context.Filled(engine.Product);
            yield return Side.Peer(engine.Product, () => PerRecord(Child.Measure(nameof(OpenTable), engine.Product, path), "collected"));
        }

        if (context.Npm is { } npm)
        {
            string copy = context.CopyOfSnapshotStore();
            yield return Side.Peer(NpmPackage.Name, () => PerRecord(npm.Open(copy), "collected"));
        }

        // Not below a page, so that a side that needs nothing can be compared.
        double PerRecord(Figures figures, string name) => Math.Max(figures[name], Page) / records;
    }

    public override IEnumerable<Goal> Goals(int records)
    {
        if (records >= Large)
        {
            yield return new("OpsLog", null, Bound.AtMost(5));
        }
    }
}
