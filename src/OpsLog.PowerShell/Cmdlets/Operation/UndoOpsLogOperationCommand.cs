using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Cmdlets.Operation;

/// <summary>Undoes the last steps and returns their operations.</summary>
[Cmdlet(VerbsCommon.Undo, "OpsLogOperation", SupportsShouldProcess = true)]
[OutputType(typeof(OpsLogOperation))]
public sealed class UndoOpsLogOperationCommand : StoreCmdlet
{
    /// <summary>The number of steps; a batch is one step.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    private protected override void Process()
    {
        RequireNoBatch();
        if (!ShouldProcess(Session.Path, Count == 1 ? "Undo the last step" : $"Undo the last {Count} steps"))
        {
            return;
        }

        RecordOutput output = new(RecordForm.Object, DateKind.Default);
        for (int step = 0; step < Count && !Stopping; step++)
        {
            IReadOnlyList<LoggedOperation> undone = Session.Store.Undo(Stopped);
            if (undone.Count == 0)
            {
                WriteWarning($"There is nothing {(step == 0 ? "" : "more ")}to undo in the store '{Session.Path}': {step} of {Count} steps were undone.");
                break;
            }

            foreach (LoggedOperation operation in undone)
            {
                WriteObject(new OpsLogOperation(operation, output));
            }
        }

        WriteWarnings();
    }
}
