using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Operation;

/// <summary>Runs a script block as one atomic step.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OpsLogBatch", SupportsShouldProcess = true)]
[OutputType(typeof(object))]
public sealed class InvokeOpsLogBatchCommand : StoreCmdlet
{
    // The block runs in its own scope. Its output is held back until the batch is written: no command downstream may
    // use what can still be discarded, or stop the pipeline in the middle of the batch.
    private const string Plain = "$args[1].Value = @(& $args[0])";
    private const string WithErrorAction = "$ErrorActionPreference = $args[2]; " + Plain;

    private const int LongestShown = 100;

    /// <summary>The script block to run as one step.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>Runs while no exclusive batch of another agent does.</summary>
    [Parameter]
    public SwitchParameter Exclusive { get; set; }

    /// <summary>How long to wait for exclusive batches of other agents.</summary>
    [Parameter]
    [TimeoutTransform]
    [ArgumentCompleter(typeof(TimeoutCompleter))]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Why the change is made; the log keeps it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Comment { get; set; }

    private protected override void Begin()
    {
        if (Timeout is not null && !Exclusive)
        {
            throw new CommandException(
                CommandFault.ConflictingParameters, "-Timeout is how long an exclusive batch waits for those of other agents. Use -Exclusive too, or omit -Timeout.");
        }
    }

    private protected override void Process()
    {
        Session.RequireNoNestedBatch();
        if (!ShouldProcess(Session.Path, $"Run as one step: {Shown(ScriptBlock)}"))
        {
            return;
        }

        PSReference output = new(null);
        int operations;
        long began = Stopwatch.GetTimestamp();
        using (OpsLogSession.BatchScope batch = Exclusive
            ? Session.BeginExclusiveBatch(NoteOf(Comment), Timeout, Stopped)
            : Session.BeginBatch(NoteOf(Comment), Stopped))
        using (OpenStores.UseForBatch(Session))
        {
            bool acts = MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? action);
            InvokeCommand.InvokeScript(
                acts ? WithErrorAction : Plain, true, PipelineResultTypes.Output | PipelineResultTypes.Error, null, ScriptBlock, output, action);
            operations = Session.OwnBatch?.OperationCount ?? 0;
            batch.Commit();
        }

        WriteVerbose($"Wrote a batch of {IdList.Count(operations, "operation")} to '{Session.Path}' in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:N0} ms.");

        WriteObject(output.Value, enumerateCollection: true);
        WriteWarnings();
    }

    /// <summary>How many operations it writes is known only when it has run, so its text says which.</summary>
    private static string Shown(ScriptBlock script)
    {
        string text = string.Join(' ', script.ToString().Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return text.Length > LongestShown ? $"{text[..LongestShown]}..." : text;
    }
}
