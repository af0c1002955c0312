using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>New records, each acknowledged when it survives the end of the process.</summary>
internal sealed class ImmediateSets : Scenario
{
    private const int SetsOfNpm = 3_000;

    public override string Key => "sets";

    public override string Title => "Set, survives the process";

    public override string Unit => "sets/s";

    public override bool MoreIsBetter => true;

    public override string Note => "New records in a store that has all others at the beginning; the npm package begins with an empty one.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        int sets = context.Added(EngineList.OpsLog.Sets);
        SingleSets given = new(context.OpenCopy(EngineList.OpsLog), context.Records);
        yield return Side.OpsLog("OpsLog, UTF-8 given", () => given.Add(sets));
        ITable serialising = context.OpenCopy(EngineList.OpsLog);
        int next = context.Records;
        yield return Side.OpsLog("OpsLog, with serialising", () =>
        {
            string[] ids = Workload.Ids(sets, next);
            next += sets;
            return PerSecond(sets, () =>
            {
                for (int i = 0; i < sets; i++)
                {
                    serialising.Set(ids[i], Workload.Serialize(Workload.Jobs[i % Workload.Distinct]));
                }
            });
        });
        foreach (Engine engine in context.Competition.That(Survival.Process))
        {
            SingleSets peer = new(context.OpenCopy(engine), context.Records);
            yield return Side.Peer(engine.Name, () => peer.Add(context.Added(engine.Sets)));
        }

        if (context.Npm is { } npm)
        {
            WorkerProcess node = context.Own(npm.Begin("immediate", context.NewPath(), SetsOfNpm));
            yield return Side.Peer(NpmPackage.Name, () => SetsOfNpm / node.Measure()["seconds"]);
        }

        List<byte[]> lines = LogLines.Of(context, Workload.Ids(sets));
        yield return Side.Limit("raw writes of the same lines", () => RawLines.Write(context, lines));
    }

    public override IEnumerable<Goal> Goals(int records) =>
    [
        new("OpsLog, UTF-8 given", "limit: raw writes of the same lines", Bound.AtLeast(0.65)),
        new("OpsLog, with serialising", "limit: raw writes of the same lines", Bound.AtLeast(0.5)),
        new("OpsLog, UTF-8 given", "LMDB, write map", Bound.AtLeast(1)),
        new("OpsLog, UTF-8 given", "ZoneTree", Bound.AtLeast(1)),
    ];
}
