using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>A scenario in PowerShell.</summary>
internal abstract class ShellScenario : Scenario
{
    public override bool MoreIsBetter => false;

    public override int WarmUps => 1;

    public override bool CanRun(Competition competition) => competition.Shell is not null;

    /// <summary>A PowerShell for the verbs of shell.ps1 until the end of the scenario.</summary>
    protected static WorkerProcess Begin(BenchContext context, string path, int count) => context.Own(context.Competition.Shell!.Begin(path, count));
}
