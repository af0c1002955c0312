using System.Management.Automation;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>The open stores with their figures, the default one first.</summary>
[Cmdlet(VerbsCommon.Get, "OpsLogStore")]
[OutputType(typeof(OpsLogSession))]
public sealed class GetOpsLogStoreCommand : OpsLogCmdlet
{
    private protected override void Process() => WriteObject(OpenStores.Here(), enumerateCollection: true);
}
