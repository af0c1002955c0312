using OpsLog.Core.Errors;
using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Creates indexes of properties.</summary>
[Cmdlet(VerbsCommon.New, "OpsLogIndex", SupportsShouldProcess = true)]
[OutputType(typeof(OpsLogIndex))]
public sealed class NewOpsLogIndexCommand : IndexChangeCmdlet
{
    /// <summary>The properties; a path of properties contains dots.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public override string[] Property { get; set; } = [];

    private protected override void Change(string property)
    {
        if (property.Equals(OpsLogId.Property, StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException(
                CommandFault.IndexOfId, $"An index of '{OpsLogId.Property}' can't be created, because a record is found by its id without one. Specify a property of the records.", property);
        }

        if (WildcardPattern.ContainsWildcardCharacters(property))
        {
            throw new InvalidNameException("the property of an index", property, "it contains a wildcard", "Specify the names of the properties.");
        }

        Session.Store.CheckIndex(property, adds: true);
        if (!ShouldProcess(Session.Path, $"Create an index of the property '{property}'"))
        {
            return;
        }

        Session.Store.CreateIndex(property, Stopped);
        foreach (PropertyIndexInfo index in Session.Store.GetIndexes().Where(index => index.Property.Equals(property, StringComparison.OrdinalIgnoreCase)))
        {
            WriteObject(new OpsLogIndex(Session, index));
        }
    }
}
