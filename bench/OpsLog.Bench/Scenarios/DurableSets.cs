using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Scenarios;

/// <summary>New records, each acknowledged when it survives a power cut.</summary>
internal sealed class DurableSets : Scenario
{
    private const int Sets = 2_000;
    private const int Threads = 8;

    public override string Key => "durable";

    public override string Title => "Immediate sets that survive a power cut";

    public override string Unit => "sets/s";

    public override bool MoreIsBetter => true;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        string[] ids = Workload.Ids(Sets);
        yield return new Side("OpsLog", () => Measure(context, ids, 1));
        yield return new Side($"OpsLog, {Threads} threads share flushes", () => Measure(context, ids, Threads));
        yield return new Side("SQLite WAL, FULL", () =>
        {
            using SqliteTable table = new(context.NewPath(), "FULL");
            return PerSecond(Sets, () =>
            {
                for (int i = 0; i < Sets; i++)
                {
                    table.Set(ids[i], Workload.Values[i % Workload.Distinct]);
                }
            });
        });
        List<byte[]> lines = LogLines.Of(context, ids);
        yield return new Side("limit: raw write and flush of the same lines", () =>
        {
            using RawFile file = new(context.NewPath());
            return PerSecond(Sets, () => lines.ForEach(line =>
            {
                file.Write(line);
                file.Flush();
            }));
        });
    }

    private static double Measure(BenchContext context, string[] ids, int threads)
    {
        using OpsLogStore store = OpsLogStore.Open(context.NewPath(), BenchContext.Quiet(Durability.Disk));
        return PerSecond(ids.Length, () =>
        {
            Thread[] writers = [.. Enumerable.Range(0, threads).Select(thread => new Thread(() =>
            {
                for (int i = thread; i < ids.Length; i += threads)
                {
                    store.Set(ids[i], Workload.Values[i % Workload.Distinct]);
                }
            }))];
            Array.ForEach(writers, writer => writer.Start());
            Array.ForEach(writers, writer => writer.Join());
        });
    }
}
