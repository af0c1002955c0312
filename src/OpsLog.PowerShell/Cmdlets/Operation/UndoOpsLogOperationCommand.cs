using System.Diagnostics;
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
        if (!ShouldProcess(Session.Path, $"Undo {Describe(Session.ReadOnly ? [] : Session.Store.GetUndoableSteps(Count, Stopped))}"))
        {
            return;
        }

        List<IReadOnlyList<LoggedOperation>> done = [];
        long began = Stopwatch.GetTimestamp();

        RecordOutput output = new(RecordForm.Object, DateKind.Default);
        ProgressReport report = new(WriteProgress, $"Undoing steps in '{Session.Path}'");
        for (int step = 0; step < Count && !Stopping; step++)
        {
            IReadOnlyList<LoggedOperation> undone = Session.Store.Undo(Stopped);
            if (undone.Count == 0)
            {
                WriteWarning($"There is nothing {(step == 0 ? "" : "more ")}to undo in the store '{Session.Path}': {step} of {Count} steps were undone.");
                break;
            }

            done.Add(undone);
            foreach (LoggedOperation operation in undone)
            {
                WriteObject(new OpsLogOperation(operation, output));
            }

            report.ReachRecord(done.Count, Count);
        }

        report.Complete();
        WriteWarnings();
        WriteVerbose($"Undone in '{Session.Path}' in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:N0} ms: {Describe(done)}.");
    }

    private static string Describe(IReadOnlyList<IReadOnlyList<LoggedOperation>> steps)
    {
        string[] ids = [.. steps.SelectMany(step => step).Select(operation => operation.Id).Distinct(StringComparer.Ordinal)];
        return $"{IdList.Count(steps.Count, "step")}, {IdList.Count(steps.Sum(step => step.Count), "operation")} of {IdList.Describe(ids)}";
    }
}
