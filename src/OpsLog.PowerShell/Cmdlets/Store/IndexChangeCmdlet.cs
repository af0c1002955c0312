using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>A cmdlet that creates or removes indexes. An index that is refused does not prevent the others.</summary>
public abstract class IndexChangeCmdlet : StoreCmdlet
{
    /// <summary>The properties.</summary>
    public abstract string[] Property { get; set; }

    private protected override void Process()
    {
        RequireNoBatch();
        if (Session.ReadOnly && !IsWhatIf)
        {
            throw new StoreReadOnlyException(Session.Path);
        }

        foreach (string property in Property)
        {
            try
            {
                Change(property);
            }
            catch (Exception e) when (e is IndexExistsException or IndexNotFoundException or InvalidNameException or CommandException { Fault: CommandFault.IndexOfId })
            {
                WriteError(ErrorTable.ToRecord(e));
            }
        }
    }

    private protected abstract void Change(string property);
}
