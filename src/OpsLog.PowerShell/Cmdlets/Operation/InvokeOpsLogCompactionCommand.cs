using System.Management.Automation;
using OpsLog.Core.Store;

namespace OpsLog.PowerShell.Cmdlets.Operation;

/// <summary>Takes a checkpoint.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OpsLogCompaction", SupportsShouldProcess = true)]
[OutputType(typeof(CheckpointResult))]
public sealed class InvokeOpsLogCompactionCommand : StoreCmdlet
{
    /// <summary>Returns what was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        RequireNoBatch();
        if (!ShouldProcess(Session.Path, "Take a checkpoint"))
        {
            return;
        }

        CheckpointResult result = Session.Store.Compact(Stopped);
        WriteWarnings();
        if (PassThru)
        {
            WriteObject(result);
        }
    }
}
