using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Blob;

/// <summary>Removes blobs.</summary>
[Cmdlet(VerbsCommon.Remove, "OpsLogBlob", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveOpsLogBlobCommand : StoreCmdlet
{
    /// <summary>The names; wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BlobCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The store; by default that of the blob, or the one opened last.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [StoreTransform]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public override OpsLogSession? Store { get; set; }

    private protected override void Process()
    {
        foreach (string name in Name)
        {
            try
            {
                Remove(name);
            }
            catch (OpsLogException e) when (e is BlobNotFoundException or InvalidNameException)
            {
                WriteError(ErrorTable.ToRecord(e));
            }
        }
    }

    private void Remove(string name)
    {
        foreach (BlobInfo blob in BlobSearch.Find(Session.Store, name))
        {
            if (ShouldProcess(Session.Path, $"Remove the blob '{blob.Name}' ({ByteSize.Format(blob.Length)})"))
            {
                Session.Store.RemoveBlob(blob.Name);
            }
        }
    }
}
