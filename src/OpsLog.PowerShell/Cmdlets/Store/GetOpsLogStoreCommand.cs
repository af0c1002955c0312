using System.Management.Automation;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Gets the open stores with their statistics, the default store first.</summary>
[Cmdlet(VerbsCommon.Get, "OpsLogStore")]
[OutputType(typeof(OpsLogSession))]
public sealed class GetOpsLogStoreCommand : OpsLogCmdlet
{
    private protected override void Process() => WriteObject(OpenStores.Here(), enumerateCollection: true);
}
