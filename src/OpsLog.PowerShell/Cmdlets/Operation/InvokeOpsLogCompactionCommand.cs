using System.Diagnostics;
using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;

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
        StoreStatistics figures = Session.Store.GetStatistics();
        if (!ShouldProcess(Session.Path, $"Take a checkpoint of {IdList.Count(figures.Records)}, with {IdList.Count(figures.OperationsSinceCheckpoint, "operation")} after the last one"))
        {
            return;
        }

        long began = Stopwatch.GetTimestamp();
        CheckpointResult result = Session.Store.Compact(Stopped);
        WriteWarnings();
        WriteVerbose(result.Taken
            ? $"Took a checkpoint of '{Session.Path}' in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:N0} ms: {IdList.Count(result.Records)} in {result.SnapshotBytes:N0} bytes, which cover {IdList.Count(result.Operations, "operation")}."
            : $"No checkpoint of '{Session.Path}' was taken: nothing was written after the last one.");
        if (PassThru)
        {
            WriteObject(result);
        }
    }
}
