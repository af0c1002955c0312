using System.Management.Automation;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>A cmdlet that hands records out, in one of three forms.</summary>
public abstract class RecordOutputCmdlet : StoreCmdlet
{
    /// <summary>Hands out ordered dictionaries.</summary>
    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>Hands out the stored text.</summary>
    [Parameter]
    public SwitchParameter AsJson { get; set; }

    /// <summary>What becomes of dates.</summary>
    [Parameter]
    public DateKind DateKind { get; set; }

    private protected RecordOutput NewOutput() => AsHashtable && AsJson
        ? throw new CommandException(CommandFault.ConflictingForms, "-AsHashtable and -AsJson can't be used together. Use one of them.")
        : new RecordOutput(AsJson ? RecordForm.Json : AsHashtable ? RecordForm.Hashtable : RecordForm.Object, DateKind);
}
