using System.Management.Automation;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Flushes a store, takes a checkpoint if it is due, and releases the lock.</summary>
[Cmdlet(VerbsCommon.Close, "OpsLogStore", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class CloseOpsLogStoreCommand : StoreCmdlet
{
    /// <summary>The store; by default the one opened last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [StoreTransform]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public override OpsLogSession? Store { get; set; }

    private protected override void Process()
    {
        OpsLogSession session = Session;
        if (!session.ReadOnly && !ShouldProcess(session.Path))
        {
            return;
        }

        session.RequireNoBatch(MyInvocation.MyCommand.Name);
        session.Store.Close(Stopped);
        WriteWarnings();
        WriteVerbose($"Closed '{session.Path}'.");
    }
}
