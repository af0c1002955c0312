using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>New records, each acknowledged when it survives a power cut.</summary>
internal sealed class DurableSets : Scenario
{
    private const int Sets = 500;

    public override string Key => "durable";

    public override string Title => "Set, survives a power cut, 1 thread";

    public override string Unit => "sets/s";

    public override bool MoreIsBetter => true;

    /// <summary>The disk decides, not the compiler.</summary>
    public override int WarmUps => 1;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        SingleSets ours = new(context.OpenCopy(EngineList.DurableOpsLog), context.Records);
        yield return Side.OpsLog("OpsLog", () => ours.Add(Sets));
        foreach (Engine engine in context.Competition.That(Survival.Power))
        {
            SingleSets peer = new(context.OpenCopy(engine), context.Records);
            yield return Side.Peer(engine.Name, () => peer.Add(Sets));
        }

        List<byte[]> lines = LogLines.Of(context, Workload.Ids(Sets));
        yield return Side.Limit("raw write and flush of the same lines", () => RawLines.Write(context, lines, flushes: true));
    }

    public override IEnumerable<Goal> Goals(int records) => [new("OpsLog", "limit: raw write and flush of the same lines", Bound.AtLeast(0.9))];
}
