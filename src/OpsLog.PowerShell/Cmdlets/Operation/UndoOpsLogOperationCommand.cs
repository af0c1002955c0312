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
        string steps = Session.ReadOnly
            ? $"the last {IdList.Count(Count, "step")}, as far as there are so many"
            : Describe(Session.Store.GetUndoableSteps(Count, out end, Stopped));
        if (!ShouldProcess(Session.Path, $"Undo {steps}"))
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
                WriteWarning($"There is nothing {(step == 0 ? "" : "more ")}to undo in the store '{Session.Path}': {step} of {Count} steps were undone.{Reason(end)}");
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

    private static string Reason(UndoEnd? end) => end?.IsHistoryRemoved == true
        ? " The logs with the earlier steps were removed (Remove-OpsLogHistory, -HistoryRetention, or a backup with -ExcludeHistory). Set the records to the values that you need, or use a backup."
        : "";

    private static string Describe(IReadOnlyList<IReadOnlyList<LoggedOperation>> steps)
    {
        string[] ids = [.. steps.SelectMany(step => step).Select(operation => operation.Id).Distinct(StringComparer.Ordinal)];
        return $"{IdList.Count(steps.Count, "step")}, {IdList.Count(steps.Sum(step => step.Count), "operation")} of {IdList.Describe(ids)}";
    }
}
