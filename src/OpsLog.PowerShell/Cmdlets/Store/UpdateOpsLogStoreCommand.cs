using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Loads the operations that other agents or the writer wrote.</summary>
[Cmdlet(VerbsData.Update, "OpsLogStore")]
[OutputType(typeof(OpsLogOperation))]
public sealed class UpdateOpsLogStoreCommand : StoreCmdlet
{
    /// <summary>The store; by default the one opened last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [StoreTransform]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public override OpsLogSession? Store { get; set; }

    /// <summary>Returns the new operations.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        RequireNoBatch();
        IReadOnlyList<LoggedOperation> news = [];
        if (PassThru)
        {
            news = Session.Store.RefreshWithOperations(Stopped);
        }
        else
        {
            Session.Store.Refresh(Stopped);
        }

        WriteWarnings();
        RecordOutput output = new(RecordForm.Object, DateKind.Default);
        foreach (LoggedOperation operation in news)
        {
            WriteObject(new OpsLogOperation(operation, output));
        }
    }
}
