using System.Diagnostics;
using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Operation;

/// <summary>Undoes the last steps, or the specified ones, and returns their operations.</summary>
[Cmdlet(VerbsCommon.Undo, "OpsLogOperation", DefaultParameterSetName = nameof(Count), SupportsShouldProcess = true)]
[OutputType(typeof(OpsLogOperation))]
public sealed class UndoOpsLogOperationCommand : StoreCmdlet
{
    private readonly RecordOutput _output = new(RecordForm.Object, DateKind.Default);
    private readonly List<string> _steps = [];

    /// <summary>The number of steps; a batch is one step.</summary>
    [Parameter(Position = 0, ParameterSetName = nameof(Count))]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(CountCompleter))]
    public int Count { get; set; } = 1;

    /// <summary>Cuts the steps off the log, instead of appending their inverses.</summary>
    [Parameter(ParameterSetName = nameof(Count))]
    public SwitchParameter Erase { get; set; }

    /// <summary>The steps, as the property Step of their operations identifies them.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Step))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string[] Step { get; set; } = [];

    /// <summary>Why they are undone; the log keeps it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Comment { get; set; }

    private protected override void Begin()
    {
        if (Erase && Comment is not null)
        {
            throw new CommandException(
                CommandFault.ConflictingParameters, "-Erase removes the step from the log, so there is no place for a comment. Omit -Comment or -Erase.");
        }
    }

    private protected override void Process()
    {
        RequireNoBatch();
        if (ParameterSetName == nameof(Count))
        {
            UndoLast();
        }
        else
        {
            _steps.AddRange(Step.Except(_steps, StringComparer.Ordinal));
        }
    }

    /// <summary>The steps of the pipeline are known at its end. The last one is undone first: the others may be what it changed.</summary>
    private protected override void End()
    {
        foreach (string step in Enumerable.Reverse(_steps))
        {
            Stopped.ThrowIfCancellationRequested();
            UndoOne(step);
        }

        if (_steps.Count > 0)
        {
            WriteWarnings();
        }
    }

    private void UndoOne(string step)
    {
        try
        {
            if (ShouldProcess(Session.Path, $"Undo {Describe([Session.Store.GetUndoableStep(step, Stopped)])}"))
            {
                Write(Session.Store.Undo(step, NoteOf(Comment), Stopped));
            }
        }
        catch (UndoException e)
        {
            // The other steps do not depend on it.
            WriteError(ErrorTable.ToRecord(e, step));
        }
        catch (FormatException e)
        {
            WriteError(ErrorTable.ToRecord(new CommandException(CommandFault.NotAStep, e.Message, step)));
        }
    }

    private void UndoLast()
    {
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

        if (!ShouldProcess(Session.Path, $"{(Erase ? "Erase" : "Undo")} {what}"))
        {
            WriteEnd(end);
            return;
        }

        List<IReadOnlyList<LoggedOperation>> done = [];
        long began = Stopwatch.GetTimestamp();
        StepNote? note = NoteOf(Comment);
        ProgressReport report = new(WriteProgress, $"Undoing steps in '{Session.Path}'");
        for (int step = 0; step < Count && !Stopping; step++)
        {
            IReadOnlyList<LoggedOperation> undone = Erase ? Session.Store.Erase(Stopped) : Session.Store.Undo(note, Stopped);
            if (undone.Count == 0)
            {
                WriteNothing(step, end);
                break;
            }

            done.Add(undone);
            Write(undone);
            report.ReachRecord(done.Count, Count);
        }

        report.Complete();
        WriteWarnings();
        WriteVerbose($"{(Erase ? "Erased" : "Undone")} in '{Session.Path}' in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:N0} ms: {Describe(done)}.");
    }

    private void Write(IReadOnlyList<LoggedOperation> undone)
    {
        foreach (LoggedOperation operation in undone)
        {
            WriteObject(new OpsLogOperation(operation, _output));
        }
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
