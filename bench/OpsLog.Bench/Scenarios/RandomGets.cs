using System.Buffers;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Scenarios;

/// <summary>Records read by id in an order that no cache predicts.</summary>
internal sealed class RandomGets : Scenario
{
    private const int Gets = 200_000;
    private const int GetsOfSqlite = 20_000;

    public override string Key => "get";

    public override string Title => "Get at random";

    public override string Unit => "us/get";

    public override bool MoreIsBetter => false;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        int records = context.Options.Records;
        string[] ids = Workload.RandomIds(Gets, records);
        OpsLogStore store = context.Own(OpsLogStore.Open(context.SnapshotStore(), BenchContext.Quiet() with { ReadOnly = true }));
        ArrayBufferWriter<byte> record = new(1024);
        yield return new Side("OpsLog, into a buffer", () => Microseconds(ids, Gets, id =>
        {
            record.ResetWrittenCount();
            store.TryGet(id, record);
        }));
        yield return new Side("OpsLog, as an array", () => Microseconds(ids, Gets, id => store.Get(id)));
        if (context.Npm is { } npm)
        {
            NpmProcess node = context.Own(npm.Begin("get", context.CopyOfSnapshotStore(), Gets, records));
            yield return new Side("opslog 0.8.1 (parsed at opening)", () => node.Measure()["seconds"] * 1e6 / Gets);
        }

        SqliteTable table = context.Own(new SqliteTable(context.NewPath(), "OFF"));
        table.Fill(records);
        yield return new Side("SQLite", () => Microseconds(ids, GetsOfSqlite, id => table.Get(id)));
    }

    private static double Microseconds(string[] ids, int count, Action<string> get)
    {
        return Seconds(() =>
        {
            for (int i = 0; i < count; i++)
            {
                get(ids[i]);
            }
        }) * 1e6 / count;
    }
}
