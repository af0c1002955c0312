using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>Records read by id in an order that no cache predicts.</summary>
internal sealed class RandomGets : Scenario
{
    private const int Gets = 100_000;
    private const int GetsOfSlow = 10_000;
    private const int Large = 1_000_000;

    private static readonly string[] s_slow = ["SQLite", "LiteDB"];

    public override string Key => "get";

    public override string Title => "Get at random";

    public override string Unit => "us/get";

    public override bool MoreIsBetter => false;

    public override string Note => "The bytes are copied out of the engine; LiteDB returns a document, the npm package an object that it parsed at opening.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        int records = context.Records;
        string[] ids = Workload.RandomIds(Gets, records);
        OpsLogTable ours = (OpsLogTable)context.OpenCopy(EngineList.OpsLog);
        yield return Side.OpsLog("OpsLog, into a buffer", () => Microseconds(ids, Gets, ours.Get));
        yield return Side.OpsLog("OpsLog, as an array", () => Microseconds(ids, Gets, id => ours.Store.Get(id)?.Length ?? -1));
        foreach (Engine engine in context.Competition.Readers)
        {
            ITable peer = context.OpenCopy(engine);
            int count = s_slow.Contains(engine.Product) ? GetsOfSlow : Gets;
            yield return Side.Peer(engine.Product, () => Microseconds(ids, count, peer.Get));
        }

        if (context.Npm is { } npm)
        {
            WorkerProcess node = context.Own(npm.Begin("get", context.CopyOfSnapshotStore(), Gets, records));
            yield return Side.Peer(NpmPackage.Name, () => node.Measure()["seconds"] * 1e6 / Gets);
        }
    }

    public override IEnumerable<Goal> Goals(int records)
    {
        yield return new("OpsLog, into a buffer", "LMDB", Bound.AtLeast(2));
        if (records >= Large)
        {
            yield return new("OpsLog, into a buffer", null, Bound.AtMost(0.8));
        }
    }

    private static double Microseconds(string[] ids, int count, Func<string, int> get)
    {
        int found = 0;
        double seconds = Seconds(() =>
        {
            for (int i = 0; i < count; i++)
            {
                found += get(ids[i]) > 0 ? 1 : 0;
            }
        });
        return found == count ? seconds * 1e6 / count : throw new InvalidOperationException($"{count - found} records were not found.");
    }
}
