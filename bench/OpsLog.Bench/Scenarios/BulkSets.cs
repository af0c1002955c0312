using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Scenarios;

/// <summary>Many new records, a thousand per acknowledgement.</summary>
internal sealed class BulkSets : Scenario
{
    private const int Size = 1000;

    public override string Key => "bulk";

    public override string Title => "Bulk sets, 1000 to an acknowledgement";

    public override string Unit => "sets/s";

    public override bool MoreIsBetter => true;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        int count = context.Options.BulkRecords;
        string[] ids = Workload.Ids(count);
        yield return new Side("OpsLog, deferred writes", () => Deferred(context, ids, Durability.OperatingSystem));
        yield return new Side("OpsLog, batches", () => Batches(context, ids));
        yield return new Side("OpsLog, deferred writes, to disk", () => Deferred(context, ids, Durability.Disk));
        if (context.Npm is { } npm)
        {
            NpmProcess batch = context.Own(npm.Begin("batch", context.NewPath(), count));
            yield return new Side("opslog 0.8.1, batch", () => count / batch.Measure()["seconds"]);
            NpmProcess group = context.Own(npm.Begin("group", context.NewPath(), count));
            yield return new Side("opslog 0.8.1, group", () => count / group.Measure()["seconds"]);
        }

        foreach (string synchronous in new[] { "NORMAL", "FULL" })
        {
            yield return new Side($"SQLite WAL, {synchronous}, transactions", () =>
            {
                using SqliteTable table = new(context.NewPath(), synchronous);
                return PerSecond(count, () => table.InTransactions(count, Size, i => table.Set(ids[i], Workload.Values[i % Workload.Distinct])));
            });
        }
    }

    private static double Deferred(BenchContext context, string[] ids, Durability durability)
    {
        using OpsLogStore store = OpsLogStore.Open(context.NewPath(), BenchContext.Quiet(durability));
        return PerSecond(ids.Length, () =>
        {
            for (int i = 0; i < ids.Length; i += Size)
            {
                using DeferredWrites writes = store.DeferWrites();
                Write(writes, ids, i);
            }
        });
    }

    private static double Batches(BenchContext context, string[] ids)
    {
        using OpsLogStore store = OpsLogStore.Open(context.NewPath(), BenchContext.Quiet());
        return PerSecond(ids.Length, () =>
        {
            for (int i = 0; i < ids.Length; i += Size)
            {
                store.Batch(batch => Write(batch, ids, i));
            }
        });
    }

    private static void Write(IRecordWriter writer, string[] ids, int from)
    {
        for (int j = from; j < Math.Min(from + Size, ids.Length); j++)
        {
            writer.Set(ids[j], Workload.Values[j % Workload.Distinct]);
        }
    }
}
