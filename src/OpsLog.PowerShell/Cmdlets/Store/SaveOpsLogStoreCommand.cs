using System.Diagnostics;
using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Makes everything that was written survive a power cut, in every write mode and with any durability.</summary>
[Cmdlet(VerbsData.Save, "OpsLogStore", SupportsShouldProcess = true)]
[OutputType(typeof(OpsLogSession))]
public sealed class SaveOpsLogStoreCommand : StoreCmdlet
{
    /// <summary>The store; by default the one opened last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [StoreTransform]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public override OpsLogSession? Store { get; set; }

    /// <summary>Returns the store.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        RequireNoBatch();
        StoreStatistics figures = Session.Store.GetStatistics();
        if (!ShouldProcess(Session.Path, $"Make all writes durable: {IdList.Count(figures.OperationsSinceCheckpoint, "operation")} after the last checkpoint, {IdList.Count(figures.LogBytes, "byte")}"))
        {
            return;
        }

        long began = Stopwatch.GetTimestamp();
        Session.Store.Flush(Stopped);
        WriteWarnings();
        WriteVerbose($"All writes of '{Session.Path}' are durable: {Session.LogBytes:N0} bytes of the log, in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:N0} ms.");
        if (PassThru)
        {
            WriteObject(Session);
        }
    }
}
