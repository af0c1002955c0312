using System.Management.Automation;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>A cmdlet that returns operations: those of the selected records, or of all records.</summary>
public abstract class OperationOutputCmdlet : RecordOutputCmdlet
{
    private RecordOutput _output = null!;
    private RecordFilter? _filter;

    /// <summary>The ids of the records; wildcards are permitted.</summary>
    [Parameter(Position = 0, ParameterSetName = nameof(Id))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(IdPatternCompleter))]
    public override string[] Id { get; set; } = [];

    private protected override void Begin()
    {
        _output = NewOutput();
        _filter = NewFilter(AsHashtable ? RecordForm.Hashtable : RecordForm.Object, DateKind);
    }

    /// <summary>
    /// Whether the operation changed a record that is selected. A filter gets the record after the operation; if the
    /// operation removed it, the record before.
    /// </summary>
    private protected bool Wants(LoggedOperation operation) => _filter is null
        ? Wanted.IsEmpty || Wanted.Contains(operation.Id)
        : (operation.After ?? operation.Before) is { } value && Wants(_filter, new RecordRef(operation.Id, value.Span));

    private protected void Write(LoggedOperation operation) => WriteObject(new OpsLogOperation(operation, _output));
}
