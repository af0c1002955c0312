using OpsLog.Bench.Children;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>What the garbage collector does while all records are set and updated one by one.</summary>
internal sealed class Collections : Scenario
{
    private readonly string _figure;
    private readonly double? _most;

    private Collections(string key, string title, string unit, string figure, double? most)
    {
        Key = key;
        Title = title;
        Unit = unit;
        _figure = figure;
        _most = most;
    }

    public static Collections Pauses { get; } = new("pauses", "Pauses of the garbage collector, all sets and updates", "ms", "pauses", 50);

    public static Collections Number { get; } = new("collections", "Garbage collections, all sets and updates", "collections", "collections", null);

    public override string Key { get; }

    public override string Title { get; }

    public override string Unit { get; }

    public override bool MoreIsBetter => false;

    public override int WarmUps => 0;

    public override string Note => "All records are set one by one, then updated one by one, in a new process.";

    public override IEnumerable<Side> Sides(BenchContext context) => [Side.OpsLog("OpsLog", () => Child.WriteMuch(context)[_figure])];

    public override IEnumerable<Goal> Goals(int records) => _most is { } most ? [new Goal("OpsLog", null, Bound.AtMost(most))] : [];
}
