using System.Management.Automation;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Removes indexes of properties.</summary>
[Cmdlet(VerbsCommon.Remove, "OpsLogIndex", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveOpsLogIndexCommand : IndexChangeCmdlet
{
    /// <summary>The indexed properties; wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(IndexCompleter))]
    public override string[] Property { get; set; } = [];

    /// <summary>The store; by default that of the index, or the one opened last.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [StoreTransform]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public override OpsLogSession? Store { get; set; }

    private protected override void Change(string property)
    {
        foreach (string name in IndexNames.Find(Session.Store, property))
        {
            Session.Store.CheckIndex(name, adds: false);
            if (ShouldProcess(Session.Path, $"Remove the index of the property '{name}'"))
            {
                Session.Store.RemoveIndex(name, Stopped);
            }
        }
    }
}
