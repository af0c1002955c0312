using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>One field of existing records changed; the log of OpsLog contains the information for undo.</summary>
internal sealed class Updates : Scenario
{
    private const int SetsOfNpm = 3_000;

    public override string Key => "updates";

    public override string Title => "Update, survives the process";

    public override string Unit => "updates/s";

    public override bool MoreIsBetter => true;

    public override string Note => "Records in a random order, each with a value that it did not have before.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        string[] all = Workload.ShuffledIds(EngineList.OpsLog.Sets, context.Records);
        SingleSets ours = new(context.OpenCopy(EngineList.OpsLog), context.Records);
        yield return Side.OpsLog("OpsLog", () => ours.Change(all));
        foreach (Engine engine in context.Competition.That(Survival.Process))
        {
            string[] some = all[..Math.Min(all.Length, engine.Sets)];
            SingleSets peer = new(context.OpenCopy(engine), context.Records);
            yield return Side.Peer(engine.Name, () => peer.Change(some));
        }

        if (context.Npm is { } npm)
        {
            WorkerProcess node = context.Own(npm.Begin("updates", context.NewPath(), SetsOfNpm));
            yield return Side.Peer(NpmPackage.Name, () => SetsOfNpm / node.Measure()["seconds"]);
        }

        List<byte[]> lines = LogLines.Of(context, Workload.Ids(all.Length), updates: true);
        yield return Side.Limit("raw writes of the same lines", () => RawLines.Write(context, lines));
    }

    public override IEnumerable<Goal> Goals(int records) =>
    [
        new("OpsLog", "limit: raw writes of the same lines", Bound.AtLeast(0.5)),
        new("OpsLog", "ZoneTree", Bound.AtLeast(1)),
    ];
}
