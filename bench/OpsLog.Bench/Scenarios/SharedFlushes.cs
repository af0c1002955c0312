using System.Globalization;
using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>The same from several threads, which can share a flush.</summary>
internal sealed class SharedFlushes : Scenario
{
    private const int Threads = 8;
    private const int Sets = 800;
    private const int SetsOfOne = 300;
    private const string One = "OpsLog, 1 thread";

    private static readonly string s_name = string.Create(CultureInfo.InvariantCulture, $"OpsLog, {Threads} threads");

    public override string Key => "durable-shared";

    public override string Title => "Set, survives a power cut, 8 threads";

    public override string Unit => "sets/s";

    public override bool MoreIsBetter => true;

    /// <summary>The disk decides, not the compiler.</summary>
    public override int WarmUps => 1;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        SingleSets ours = new(context.OpenCopy(EngineList.DurableOpsLog), context.Records);
        yield return Side.OpsLog(s_name, () => ours.AddFrom(Threads, Sets));
        yield return Side.OpsLog(One, () => ours.Add(SetsOfOne));
        foreach (Engine engine in context.Competition.That(Survival.Power))
        {
            SingleSets peer = new(context.OpenCopy(engine), context.Records);
            yield return Side.Peer(engine.Name, () => peer.AddFrom(Threads, Sets));
        }
    }

    public override IEnumerable<Goal> Goals(int records) =>
    [
        new(s_name, One, Bound.AtLeast(2.5)),
        new(s_name, "RocksDB, flushed", Bound.AtLeast(1)),
    ];
}
