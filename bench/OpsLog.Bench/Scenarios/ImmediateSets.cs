using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Scenarios;

/// <summary>New records, each acknowledged when it survives the end of the process.</summary>
internal sealed class ImmediateSets : Scenario
{
    private const int Sets = 50_000;
    private const int SetsOfOthers = 5_000;

    public override string Key => "sets";

    public override string Title => "Immediate sets that survive the process";

    public override string Unit => "sets/s";

    public override bool MoreIsBetter => true;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        string[] ids = Workload.Ids(Sets);
        yield return new Side("OpsLog, UTF-8 given", () => Measure(context, ids, i => Workload.Values[i % Workload.Distinct]));
        yield return new Side("OpsLog, with serialising", () => Measure(context, ids, i => Workload.Serialize(Workload.Jobs[i % Workload.Distinct])));
        if (context.Npm is { } npm)
        {
            NpmProcess node = context.Own(npm.Begin("immediate", context.NewPath(), SetsOfOthers));
            yield return new Side("opslog 0.8.1, immediate", () => SetsOfOthers / node.Measure()["seconds"]) { Goal = 20 };
        }

        foreach (string synchronous in new[] { "OFF", "NORMAL" })
        {
            yield return new Side($"SQLite WAL, {synchronous}", () =>
            {
                using SqliteTable table = new(context.NewPath(), synchronous);
                return PerSecond(SetsOfOthers, () =>
                {
                    for (int i = 0; i < SetsOfOthers; i++)
                    {
                        table.Set(ids[i], Workload.Values[i % Workload.Distinct]);
                    }
                });
            });
        }

        List<byte[]> lines = LogLines.Of(context, ids);
        yield return new Side("limit: raw writes of the same lines", () =>
        {
            using RawFile file = new(context.NewPath());
            return PerSecond(Sets, () => lines.ForEach(line => file.Write(line)));
        });
    }

    private static double Measure(BenchContext context, string[] ids, Func<int, byte[]> value)
    {
        using OpsLogStore store = OpsLogStore.Open(context.NewPath(), BenchContext.Quiet());
        return PerSecond(ids.Length, () =>
        {
            for (int i = 0; i < ids.Length; i++)
            {
                store.Set(ids[i], value(i));
            }
        });
    }
}
