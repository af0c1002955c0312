using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>Many new records, a thousand with one acknowledgement, which survives the end of the process.</summary>
internal sealed class BulkSets : Scenario
{
    private const int Sets = 50_000;
    private const int SetsOfSlow = 5_000;

    public override string Key => "bulk";

    public override string Title => "Bulk, 1000 with one acknowledgement";

    public override string Unit => "sets/s";

    public override bool MoreIsBetter => true;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        int sets = context.Added(Sets);
        SingleSets deferred = new(context.OpenCopy(EngineList.OpsLog), context.Records);
        yield return Side.OpsLog("OpsLog, deferred writes", () => deferred.AddGroups(sets));
        OpsLogTable batches = (OpsLogTable)context.OpenCopy(EngineList.OpsLog);
        int next = context.Records;
        yield return Side.OpsLog("OpsLog, batches", () =>
        {
            string[] ids = Workload.Ids(sets, next);
            next += sets;
            return PerSecond(sets, () => Batches(batches, ids));
        });
        foreach (Engine engine in context.Competition.That(Survival.Process))
        {
            int count = engine.Product == "LiteDB" ? Math.Min(SetsOfSlow, sets) : sets;
            SingleSets peer = new(context.OpenCopy(engine), context.Records);
            yield return Side.Peer(engine.Name, () => peer.AddGroups(count));
        }

        if (context.Npm is { } npm)
        {
            foreach (string verb in new[] { "batch", "group" })
            {
                WorkerProcess node = context.Own(npm.Begin(verb, context.NewPath(), Sets));
                yield return Side.Peer($"{NpmPackage.Name}, {verb}", () => Sets / node.Measure()["seconds"]);
            }
        }

        List<byte[]> lines = LogLines.Of(context, Workload.Ids(sets));
        yield return Side.Limit("raw writes of the same lines", () => RawLines.Write(context, lines, Workload.Group));
    }

    public override IEnumerable<Goal> Goals(int records) =>
    [
        new("OpsLog, deferred writes", "limit: raw writes of the same lines", Bound.AtLeast(0.25)),
        new("OpsLog, deferred writes", "LMDB", Bound.AtLeast(1)),
    ];

    private static void Batches(OpsLogTable table, string[] ids)
    {
        for (int from = 0; from < ids.Length; from += Workload.Group)
        {
            table.Store.Batch(batch =>
            {
                for (int i = from; i < Math.Min(from + Workload.Group, ids.Length); i++)
                {
                    batch.Set(ids[i], Workload.Values[i % Workload.Distinct]);
                }
            });
        }
    }
}
