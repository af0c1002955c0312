using OpsLog.Bench.Engines;
using OpsLog.Bench.Harness;

namespace OpsLog.Bench.Scenarios;

/// <summary>Records with one value of an indexed property: their number, or the records.</summary>
internal sealed class IndexedRecords : Scenario
{
    private const int Counts = 20;

    private readonly bool _gets;

    private IndexedRecords(bool gets) => _gets = gets;

    /// <summary>Many records with the value are counted.</summary>
    public static Scenario Counted => new IndexedRecords(gets: false);

    /// <summary>Few records with the value are copied out of the engine.</summary>
    public static Scenario Found => new IndexedRecords(gets: true);

    public override string Key => _gets ? "index-get" : "index-count";

    public override string Title => _gets ? "Records by an indexed property, few matches" : "Count by an indexed property, many matches";

    public override string Unit => _gets ? "us/match" : "us/count";

    public override bool MoreIsBetter => false;

    public override string Note => "SQLite has an index on an expression, LiteDB one on a field; LiteDB returns documents.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        foreach (Engine engine in context.Competition.Readers.Prepend(EngineList.OpsLog))
        {
            if (context.OpenCopy(engine) is IIndexedTable table)
            {
                table.CreateIndex("status");
                table.CreateIndex("title");
                double Measure() => _gets ? Get(table, context.Records) : Count(table, context.Records);
                yield return engine == EngineList.OpsLog ? Side.OpsLog(engine.Product, Measure) : Side.Peer(engine.Product, Measure);
            }
        }
    }

    public override IEnumerable<Goal> Goals(int records)
    {
        yield return new("OpsLog", "SQLite", Bound.AtLeast(1));
        yield return new("OpsLog", null, Bound.AtMost(_gets ? 1 : 10));
    }

    private static double Count(IIndexedTable table, int records)
    {
        int expected = Enumerable.Range(0, records).Count(i => Workload.Jobs[i % Workload.Distinct].Status == "done");
        int found = 0;
        double seconds = Seconds(() =>
        {
            for (int i = 0; i < Counts; i++)
            {
                found = table.CountIndexed("status", "done");
            }
        });
        return found == expected ? seconds * 1e6 / Counts : throw new InvalidOperationException($"{found} records were counted instead of {expected}.");
    }

    private static double Get(IIndexedTable table, int records)
    {
        string[] titles = [.. Enumerable.Range(0, Workload.Distinct).Select(i => Workload.Jobs[i * 7919 % Workload.Distinct].Title).Distinct().Take(Counts)];
        int expected = Enumerable.Range(0, records).Count(i => titles.Contains(Workload.Jobs[i % Workload.Distinct].Title));
        int found = 0;
        double seconds = Seconds(() => found = titles.Sum(title => table.GetIndexed("title", title)));
        return found == expected ? seconds * 1e6 / found : throw new InvalidOperationException($"{found} records were found instead of {expected}.");
    }
}
