using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Scenarios;

/// <summary>One field of existing records changed; the log contains the information for undo.</summary>
internal sealed class Updates : Scenario
{
    private const int Sets = 50_000;
    private const int SetsOfOthers = 5_000;

    public override string Key => "updates";

    public override string Title => "Immediate updates that survive the process";

    public override string Unit => "updates/s";

    public override bool MoreIsBetter => true;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        string[] ids = Workload.Ids(Sets);
        yield return new Side("OpsLog, UTF-8 given", () =>
        {
            using OpsLogStore store = OpsLogStore.Open(context.NewPath(), BenchContext.Quiet());
            Workload.Fill(store, Sets);
            return PerSecond(Sets, () =>
            {
                for (int i = 0; i < Sets; i++)
                {
                    store.Set(ids[i], Workload.Changed[i % Workload.Distinct]);
                }
            });
        });
        if (context.Npm is { } npm)
        {
            NpmProcess node = context.Own(npm.Begin("updates", context.NewPath(), SetsOfOthers));
            yield return new Side("opslog 0.8.1, immediate", () => SetsOfOthers / node.Measure()["seconds"]);
        }

        yield return new Side("SQLite WAL, NORMAL", () =>
        {
            using SqliteTable table = new(context.NewPath(), "NORMAL");
            table.Fill(SetsOfOthers);
            return PerSecond(SetsOfOthers, () =>
            {
                for (int i = 0; i < SetsOfOthers; i++)
                {
                    table.Set(ids[i], Workload.Changed[i % Workload.Distinct]);
                }
            });
        });
        List<byte[]> lines = LogLines.Of(context, ids, updates: true);
        yield return new Side("limit: raw writes of the same lines", () =>
        {
            using RawFile file = new(context.NewPath());
            return PerSecond(Sets, () => lines.ForEach(line => file.Write(line)));
        });
    }
}
