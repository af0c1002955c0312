using System.Management.Automation;

namespace OpsLog.PowerShell.Filters;

/// <summary>Where-Object with a script block, to which records are passed one by one.</summary>
internal static class WherePipeline
{
    public static SteppablePipeline Of(ScriptBlock script) =>
        ScriptBlock.Create("param($opsLogFilter) Microsoft.PowerShell.Core\\Where-Object -FilterScript $opsLogFilter")
            .GetSteppablePipeline(CommandOrigin.Internal, [script]);
}
