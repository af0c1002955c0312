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
    [ArgumentCompleter(typeof(CountCompleter))]
    public int Count { get; set; } = 1;

    private protected override void Process()
    {
        RequireNoBatch();
        UndoEnd? end = null;
        string what = Count == 1 ? "the last step" : $"up to {IdList.Count(Count, "step")}";
        if (!Session.ReadOnly)
        {
            IReadOnlyList<IReadOnlyList<LoggedOperation>> steps = Session.Store.GetUndoableSteps(Count, out end, Stopped);
            if (steps.Count == 0 && end.Refusal is null)
            {
                // There is nothing to confirm.
                WriteNothing(0, end);
                WriteWarnings();
                return;
            }

            what = steps.Count == 0 ? what : Describe(steps);
        }

        if (!ShouldProcess(Session.Path, $"Undo {what}"))
        {
            WriteEnd(end);
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
                WriteNothing(step, end);
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

    /// <summary>With -WhatIf, the error of the undo that would get to the end of the steps.</summary>
    private void WriteEnd(UndoEnd? end)
    {
        if (IsWhatIf && end?.Refusal is { } refusal)
        {
            throw refusal;
        }
    }

    private void WriteNothing(int undone, UndoEnd? end) => WriteWarning(undone == 0
        ? $"There is nothing to undo in the store '{Session.Path}'.{Reason(end)}"
        : $"There is nothing more to undo in the store '{Session.Path}': {undone:N0} of {IdList.Count(Count, "step")} {(undone == 1 ? "was" : "were")} undone.{Reason(end)}");

    private static string Reason(UndoEnd? end) => end?.IsHistoryRemoved == true
        ? " The logs with the earlier steps were removed (Remove-OpsLogHistory, -HistoryRetention, or a backup with -ExcludeHistory). Set the records to the values that you need, or use a backup."
        : "";

    private static string Describe(IReadOnlyList<IReadOnlyList<LoggedOperation>> steps)
    {
        string[] ids = [.. steps.SelectMany(step => step).Select(operation => operation.Id).Distinct(StringComparer.Ordinal)];
        return $"{IdList.Count(steps.Count, "step")}, {IdList.Count(steps.Sum(step => step.Count), "operation")} of {IdList.Describe(ids)}";
    }
}
