using OpsLog.Bench.Children;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>
/// Opening a store with one snapshot and reading a record, each side in a process that has done nothing before. Such a
/// process is run twice and the second run is measured, because caches and free memory depend on the previous side.
/// </summary>
internal sealed class OpenSnapshot : Scenario
{
    public override string Key => "open";

    public override string Title => "Open a snapshot, cold process";

    public override string Unit => "ms";

    public override bool MoreIsBetter => false;

    public override bool WarmsUp => false;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        string store = context.SnapshotStore();
        string snapshot = context.SnapshotFile();
        string database = context.NewPath();
        using (SqliteTable table = new(database, "OFF"))
        {
            table.Fill(context.Options.Records);
        }

        yield return new Side("OpsLog", () => Second(() => Child.Measure(nameof(OpenStore), store)));
        if (context.Npm is { } npm)
        {
            string copy = context.CopyOfSnapshotStore();
            yield return new Side("opslog 0.8.1", () => Second(() => npm.Open(copy))) { Goal = context.Options.IsLarge ? 10 : null };
        }

        yield return new Side("SQLite (loads nothing, then 1 get)", () => Second(() => Child.Measure(nameof(OpenSqlite), database)));
        yield return new Side("limit: newlines of the mapped file", () => Second(() => Child.Measure(nameof(CountNewlines), snapshot)));
    }

    private static double Second(Func<Figures> run)
    {
        run();
        return run()["seconds"] * 1000;
    }
}
