using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Removes kept logs.</summary>
[Cmdlet(VerbsCommon.Remove, "OpsLogHistory", DefaultParameterSetName = nameof(Keep), SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(KeptLog))]
public sealed class RemoveOpsLogHistoryCommand : StoreCmdlet
{
    /// <summary>Removes logs whose operations are all older; a time, or an age.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(OlderThan))]
    [AgeTransform]
    [ArgumentCompleter(typeof(AgeCompleter))]
    public DateTime OlderThan { get; set; }

    /// <summary>The number of kept logs that stay, the newest.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Keep))]
    [Parameter(ParameterSetName = nameof(OlderThan))]
    [ValidateRange(0, int.MaxValue)]
    [ArgumentCompleter(typeof(CountCompleter))]
    public int Keep { get; set; }

    private protected override void Process()
    {
        RequireNoBatch();
        if (Session.ReadOnly && !IsWhatIf)
        {
            throw new StoreReadOnlyException(Session.Path);
        }

        HistoryPruning pruning = new(
            MyInvocation.BoundParameters.ContainsKey(nameof(OlderThan)) ? OlderThan : null,
            MyInvocation.BoundParameters.ContainsKey(nameof(Keep)) ? Keep : null);
        IReadOnlyList<KeptLog> found = Session.Store.FindRemovableHistory(pruning, Stopped);
        if (found.Count == 0)
        {
            WriteVerbose($"The store '{Session.Path}' has no kept log to remove.");
            return;
        }

        if (!ShouldProcess(Session.Path, $"Remove {Describe(found)}"))
        {
            return;
        }

        IReadOnlyList<KeptLog> removed = Session.Store.RemoveHistory(pruning, Stopped);
        WriteVerbose($"Removed {Describe(removed)} from the store '{Session.Path}'.");
        WriteWarnings();
        WriteObject(removed, enumerateCollection: true);
    }

    private static string Describe(IReadOnlyList<KeptLog> logs)
    {
        string until = logs.Count == 0 ? "" : $", with operations up to {logs.Max(log => log.Until):yyyy-MM-dd HH:mm:ss} UTC";
        return $"{IdList.Describe([.. logs.Select(log => log.Log)], "kept log")} of {IdList.Count(logs.Sum(log => log.Bytes), "byte")}{until}";
    }
}
