using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Cmdlets.Operation;

/// <summary>Gets operations from the log.</summary>
[Cmdlet(VerbsCommon.Get, "OpsLogOperation", DefaultParameterSetName = nameof(Id))]
[OutputType(typeof(OpsLogOperation))]
public sealed class GetOpsLogOperationCommand : RecordOutputCmdlet
{
    private readonly IdSet _wanted = new();
    private RecordOutput _output = null!;

    /// <summary>The ids of the records whose history is returned; wildcards are permitted.</summary>
    [Parameter(Position = 0, ParameterSetName = nameof(Id))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(IdPatternCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>The ids; no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(LiteralId))]
    [IdTransform]
    [ArgumentCompleter(typeof(RecordIdCompleter))]
    public string[] LiteralId { get; set; } = [];

    /// <summary>An id, or a record with its OpsLogId.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>The property of the input objects that contains the id; by default OpsLogId.</summary>
    [Parameter(ParameterSetName = nameof(InputObject))]
    [ValidateNotNullOrEmpty]
    public string? IdProperty { get; set; }

    /// <summary>Operations of this time or later.</summary>
    [Parameter]
    public DateTime? Since { get; set; }

    /// <summary>Operations of this time or earlier.</summary>
    [Parameter]
    public DateTime? Until { get; set; }

    /// <summary>Operations of this agent.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AgentCompleter))]
    public string? Agent { get; set; }

    /// <summary>The number of operations, counted from the last one.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    private protected override void Begin() => _output = NewOutput();

    private protected override void Process()
    {
        if (ParameterSetName != nameof(InputObject))
        {
            _wanted.Add(Id, LiteralId);
        }
        else if (TryGetId(InputObject, IdProperty, out string? id))
        {
            _wanted.AddLiteral(id);
        }
    }

    private protected override void End()
    {
        if (ParameterSetName == nameof(InputObject) && _wanted.IsEmpty)
        {
            return;
        }

        Queue<LoggedOperation> last = new();
        ProgressReport progress = new(WriteProgress, $"Reading the log of '{Session.Path}'", 0);
        foreach (LoggedOperation operation in Session.Store.GetOperations(Filter()))
        {
            if (Stopping)
            {
                return;
            }

            progress.Step();
            if (!_wanted.IsEmpty && !_wanted.Contains(operation.Id))
            {
                continue;
            }

            if (Last is null)
            {
                WriteObject(new OpsLogOperation(operation, _output));
                continue;
            }

            if (last.Count == Last)
            {
                last.Dequeue();
            }

            last.Enqueue(operation);
        }

        progress.Complete();
        foreach (LoggedOperation operation in last)
        {
            WriteObject(new OpsLogOperation(operation, _output));
        }
    }

    private OperationFilter Filter() => new()
    {
        Id = _wanted.Single,
        Since = Since?.ToUniversalTime(),
        Until = Until?.ToUniversalTime(),
        Agent = Agent,
    };
}
