using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>Many new records, a thousand with one acknowledgement, which survives a power cut.</summary>
internal sealed class DurableBulkSets : Scenario
{
    private const int Sets = 50_000;

    public override string Key => "durable-bulk";

    public override string Title => "Bulk, 1000 with one flush";

    public override string Unit => "sets/s";

    public override bool MoreIsBetter => true;

    /// <summary>The disk decides, not the compiler.</summary>
    public override int WarmUps => 1;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        int sets = context.Added(Sets);
        SingleSets ours = new(context.OpenCopy(EngineList.DurableOpsLog), context.Records);
        yield return Side.OpsLog("OpsLog", () => ours.AddGroups(sets));
        foreach (Engine engine in context.Competition.That(Survival.Power))
        {
            SingleSets peer = new(context.OpenCopy(engine with { Open = engine.OpenForBulk ?? engine.Open }), context.Records);
            yield return Side.Peer(engine.Name, () => peer.AddGroups(sets));
        }

        List<byte[]> lines = LogLines.Of(context, Workload.Ids(sets));
        yield return Side.Limit("raw writes and flushes of the same lines", () => RawLines.Write(context, lines, Workload.Group, flushes: true));
    }

    public override IEnumerable<Goal> Goals(int records) => [new("OpsLog", "SQLite, WAL, FULL", Bound.AtLeast(1.5))];
}
