using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Gets the indexes of the store.</summary>
[Cmdlet(VerbsCommon.Get, "OpsLogIndex")]
[OutputType(typeof(OpsLogIndex))]
public sealed class GetOpsLogIndexCommand : StoreCmdlet
{
    /// <summary>The indexed properties; wildcards are permitted.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(IndexCompleter))]
    public string[] Property { get; set; } = ["*"];

    private protected override void Process()
    {
        HashSet<string> wanted = new(StringComparer.OrdinalIgnoreCase);
        foreach (string property in Property)
        {
            try
            {
                wanted.UnionWith(IndexNames.Find(Session.Store, property));
            }
            catch (IndexNotFoundException e)
            {
                WriteError(ErrorTable.ToRecord(e));
            }
        }

        WriteObject(Session.Store.GetIndexes().Where(index => wanted.Contains(index.Property)).Select(index => new OpsLogIndex(Session, index)), enumerateCollection: true);
    }
}
