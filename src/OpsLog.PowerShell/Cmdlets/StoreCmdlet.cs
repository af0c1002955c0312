using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>A cmdlet that uses an open store: the specified store, or the store that was opened last.</summary>
public abstract class StoreCmdlet : OpsLogCmdlet
{
    // It is read before the pipeline runs: a command in the pipeline that opens a store does not change the default of
    // this cmdlet.
    private readonly OpsLogSession? _default = OpenStores.Current;
    private bool? _isWhatIf;

    /// <summary>The store; by default the one opened last.</summary>
    [Parameter]
    [ValidateNotNull]
    [StoreTransform]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public virtual OpsLogSession? Store { get; set; }

    private protected OpsLogSession Session => Store ?? _default ?? throw new CommandException(
        CommandFault.NoOpenStore, "No store is open in this runspace. Open a store with 'Open-OpsLogStore <path>', or specify -Store.");

    /// <summary>
    /// Whether the cmdlet only says what it would do. Then it also refuses what it would refuse, which it has to find out
    /// in another way than by doing it.
    /// </summary>
    private protected bool IsWhatIf => _isWhatIf ??= MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Refuses to run in a batch of this thread.</summary>
    private protected void RequireNoBatch() => Session.RequireNoBatch(MyInvocation.MyCommand.Name);

    /// <summary>The note that the log keeps with the changes of this cmdlet; null without a comment.</summary>
    /// <exception cref="CommandException">The changes are part of a batch, which has its own comment.</exception>
    private protected StepNote? NoteOf(string? comment)
    {
        if (string.IsNullOrEmpty(comment))
        {
            return null;
        }

        return Session.OwnBatch is null
            ? new StepNote(comment)
            : throw new CommandException(
                CommandFault.CommentInBatch, $"-Comment can't be used in a batch, because a batch has one comment, and a batch is open for the store '{Session.Path}'. Use -Comment of Invoke-OpsLogBatch.", comment);
    }

    /// <summary>Writes the warnings of the engine about what it repaired, skipped or postponed.</summary>
    private protected void WriteWarnings()
    {
        foreach (StoreWarning warning in Session.GetNewWarnings())
        {
            WriteWarning(warning.Message);
        }
    }

    /// <summary>Writes a non-terminating error about one record.</summary>
    private protected void WriteRecordError(Exception e, string? id, object? target)
    {
        string what = id is null ? "" : $"Record '{id}': ";
        WriteError(ErrorTable.ToRecord(e, target ?? id, $"{what}{e.Message} (store '{Session.Path}')"));
    }
}
