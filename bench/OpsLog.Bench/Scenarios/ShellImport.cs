using System.Globalization;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>The import of the module, each time in a new process.</summary>
internal sealed class ShellImport : ShellScenario
{
    private const string Over = "OpsLog, over an empty module";

    public override string Key => "shell-import";

    public override string Title => "Shell: import of the module";

    public override string Unit => "ms";

    public override int WarmUps => 0;

    public override bool DependsOnSize => false;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        ShellProgram shell = context.Competition.Shell!;
        string empty = Path.Combine(Directory.CreateDirectory(context.NewPath()).FullName, "Empty.psd1");
        File.WriteAllText(empty, "@{ ModuleVersion = '1.0'; CmdletsToExport = @(); FunctionsToExport = @(); AliasesToExport = @() }");
        yield return Side.OpsLog("OpsLog", () => Milliseconds(shell, "Import", ShellProgram.Module));
        yield return Side.OpsLog(Over, () => Milliseconds(shell, "Import", ShellProgram.Module) - Milliseconds(shell, "ImportEmpty", empty));
        yield return Side.Limit("an empty module", () => Milliseconds(shell, "ImportEmpty", empty));
    }

    public override IEnumerable<Goal> Goals(int records) => [new(Over, null, Bound.AtMost(100))];

    private static double Milliseconds(ShellProgram shell, string what, string library) =>
        double.Parse(shell.Run(what, library: library).Output, CultureInfo.InvariantCulture);
}
