using OpsLog.Bench.Children;
using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>
/// Opening a store and reading a record, each side in a process that has done nothing before. Such a process is run twice
/// and the second run is measured, because caches and free memory depend on the previous side.
/// </summary>
internal sealed class OpenSnapshot : Scenario
{
    private const string NoIndex = "OpsLog, without its index of the snapshot";
    private const string Newlines = "newlines of the mapped file";
    private const int Large = 1_000_000;

    public override string Key => "open";

    public override string Title => "Open and one get, cold process";

    public override string Unit => "ms";

    public override bool MoreIsBetter => false;

    public override int WarmUps => 0;

    public override string Note => "The runtime has started, the files are in the cache of the system.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        string store = context.SnapshotStore();
        string snapshot = context.SnapshotFile();
        yield return Side.OpsLog("OpsLog", () => Second(() => Child.OpenStore(store)));
        string bare = context.CopyOfSnapshotStore();
        yield return Side.OpsLog(NoIndex, () => Second(() =>
        {
            DeleteIndexes(bare);
            return Child.OpenStore(bare);
        }));
        foreach (Engine engine in context.Competition.Readers)
        {
            string path = context.Filled(engine.Product);
            yield return Side.Peer(engine.Product, () => Second(() => Child.Measure(nameof(OpenTable), engine.Product, path)));
        }

        if (context.Npm is { } npm)
        {
            string copy = context.CopyOfSnapshotStore();
            yield return Side.Peer(NpmPackage.Name, () => Second(() => npm.Open(copy)));
        }

        yield return Side.Limit(Newlines, () => Second(() => Child.Measure(nameof(CountNewlines), "", snapshot)));
    }

    public override IEnumerable<Goal> Goals(int records)
    {
        yield return new("OpsLog", $"limit: {Newlines}", Bound.AtLeast(1));
        yield return new(NoIndex, $"limit: {Newlines}", Bound.AtLeast(1 / 6.0));
        yield return new("OpsLog", "LMDB", Bound.AtLeast(1 / 3.0));
        if (records >= Large)
        {
            yield return new("OpsLog", NpmPackage.Name, Bound.AtLeast(200));
        }
    }

    private static void DeleteIndexes(string store)
    {
        foreach (string index in Directory.GetFiles(Path.Combine(store, "snapshots"), "*.idx"))
        {
            File.Delete(index);
        }
    }

    private static double Second(Func<Figures> run)
    {
        run();
        return run()["seconds"] * 1000;
    }
}
