using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>A cmdlet that returns operations: those of the selected records, or of all records.</summary>
public abstract class OperationOutputCmdlet : RecordOutputCmdlet
{
    private RecordOutput _output = null!;

    /// <summary>The ids of the records; wildcards are permitted.</summary>
    [Parameter(Position = 0, ParameterSetName = nameof(Id))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(IdPatternCompleter))]
    public override string[] Id { get; set; } = [];

    private protected override void Begin() => _output = NewOutput();

    /// <summary>Whether the operation changed a record that is selected.</summary>
    private protected bool Wants(LoggedOperation operation) => Wanted.IsEmpty || Wanted.Contains(operation.Id);

    private protected void Write(LoggedOperation operation) => WriteObject(new OpsLogOperation(operation, _output));
}
