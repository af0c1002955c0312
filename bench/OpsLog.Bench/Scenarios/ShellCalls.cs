using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>Cmdlets that are called with one record each, and what they take over an empty cmdlet.</summary>
internal sealed class ShellCalls : ShellScenario
{
    private const int Calls = 1_500;

    private static readonly (string Name, string Verb)[] s_cmdlets =
    [
        ("Set-OpsLogRecord", "call-set"), ("Test-OpsLogRecord", "call-test"), ("Get-OpsLogRecord", "call-get"),
    ];

    private static readonly (string Name, string Verb)[] s_others = [("Remove-OpsLogRecord", "call-remove"), ("Measure-OpsLogRecord", "call-measure")];

    public override string Key => "shell-call";

    public override string Title => "Shell: one call";

    public override string Unit => "us/call";

    public override bool DependsOnSize => false;

    public override string Note => "\"Over\" is the time without that of an empty cmdlet with the same arguments, measured just after it.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        WorkerProcess shell = Begin(context, Directory.CreateDirectory(context.NewPath()).FullName, Calls);
        foreach ((string name, string verb) in s_cmdlets)
        {
            yield return Side.OpsLog(name, () => shell.Measure(verb)["us"]);
            yield return Side.OpsLog(OverOf(name), () => shell.Measure(verb)["over"]);
        }

        foreach ((string name, string verb) in s_others)
        {
            yield return Side.OpsLog(OverOf(name), () => shell.Measure(verb)["over"]);
        }

        yield return Side.Peer("Get-Variable", () => shell.Measure("call-variable")["us"]);
        yield return Side.Limit("an empty cmdlet", () => shell.Measure("call-empty")["us"]);
    }

    public override IEnumerable<Goal> Goals(int records) => s_cmdlets.Concat(s_others).Select(cmdlet => new Goal(OverOf(cmdlet.Name), null, Bound.AtMost(8)));

    private static string OverOf(string name) => $"{name}, over an empty cmdlet";
}
