using System.Management.Automation;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>A cmdlet that returns records, or their values, in one of three forms.</summary>
public abstract class RecordOutputCmdlet : RecordFilterCmdlet
{
    /// <summary>Returns ordered dictionaries.</summary>
    [Parameter]
    public virtual SwitchParameter AsHashtable { get; set; }

    /// <summary>Returns the stored text.</summary>
    [Parameter]
    public virtual SwitchParameter AsJson { get; set; }

    /// <summary>How dates are returned.</summary>
    [Parameter]
    public virtual DateKind DateKind { get; set; }

    private protected RecordOutput NewOutput() => AsHashtable && AsJson
        ? throw new CommandException(CommandFault.ConflictingForms, "-AsHashtable and -AsJson can't be used together. Use one of them.")
        : new RecordOutput(AsJson ? RecordForm.Json : AsHashtable ? RecordForm.Hashtable : RecordForm.Object, DateKind);
}
