using OpsLog.Bench.Harness;

namespace OpsLog.Bench.Tests;

/// <summary>A scenario with rates or times, and goals, that is not run.</summary>
internal sealed class RateScenario(bool moreIsBetter, params Goal[] goals) : Scenario
{
    public override string Key => "rate";

    public override string Title => "Rate";

    public override string Unit => "sets/s";

    public override bool MoreIsBetter => moreIsBetter;

    public override IEnumerable<Side> Sides(BenchContext context) => [];

    public override IEnumerable<Goal> Goals(int records) => goals;
}
