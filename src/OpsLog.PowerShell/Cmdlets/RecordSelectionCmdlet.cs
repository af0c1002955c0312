using System.Management.Automation;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>
/// A cmdlet that is applied to some of the records: the parameters that select them. PowerShell reads the attributes of
/// a property only where it is declared last, so a cmdlet that overrides one repeats its attributes, and a property that
/// is overridden without attributes is no parameter of that cmdlet.
/// </summary>
public abstract class RecordSelectionCmdlet : PipedRecordCmdlet
{
    /// <summary>The ids; wildcards are permitted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Id))]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(IdPatternCompleter))]
    public virtual string[] Id { get; set; } = [];

    /// <summary>The ids; no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(LiteralId))]
    [IdTransform]
    [ArgumentCompleter(typeof(RecordIdCompleter))]
    public string[] LiteralId { get; set; } = [];

    /// <summary>The ids so far of a cmdlet that collects them before it uses them.</summary>
    private protected IdSet Wanted { get; } = new();

    /// <summary>Adds the ids that were bound to <see cref="Wanted"/>.</summary>
    private protected void CollectIds()
    {
        if (!IsPiped)
        {
            Wanted.Add(Id, LiteralId);
        }
        else if (TryGetId(out string? id))
        {
            Wanted.AddLiteral(id);
        }
    }
}
