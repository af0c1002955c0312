using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>A cmdlet that works on an open store: the given one, or the one opened last.</summary>
public abstract class StoreCmdlet : OpsLogCmdlet
{
    // Before the pipeline runs: a command in it that opens a store of its own does not redirect what follows.
    private readonly OpsLogSession? _default = OpenStores.Current;

    /// <summary>The store; by default the one opened last.</summary>
    [Parameter]
    [ValidateNotNull]
    [StoreTransform]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public virtual OpsLogSession? Store { get; set; }

    private protected OpsLogSession Session => Store ?? _default ?? throw new CommandException(
        CommandFault.NoOpenStore, "No store is open in this runspace. Open a store with 'Open-OpsLogStore <path>', or specify -Store.");

    /// <summary>Refuses to run within a batch, and waits while another thread has one open.</summary>
    private protected void RequireNoBatch()
    {
        Session.RequireNoBatch(MyInvocation.MyCommand.Name);
        Session.AwaitTurn(Stopped);
    }

    /// <summary>Tells what the engine repaired, skipped or put off meanwhile.</summary>
    private protected void TellWarnings()
    {
        foreach (StoreWarning warning in Session.TakeWarnings())
        {
            WriteWarning(warning.Message);
        }
    }

    /// <summary>The id of an input. Where it has none, that is an error about this input; the pipeline goes on.</summary>
    /// <param name="input">What came through the pipeline.</param>
    /// <param name="idProperty">The property that holds the id; null for OpsLogId.</param>
    /// <param name="id">The id.</param>
    /// <param name="changes">Whether the record is to be changed, so that nothing but a record may stand for it.</param>
    private protected bool TryGetId(object? input, string? idProperty, [NotNullWhen(true)] out string? id, bool changes = false)
    {
        try
        {
            if (changes)
            {
                RecordInput.RefuseOperation(input);
            }

            id = RecordInput.IdOf(input, idProperty);
            return true;
        }
        catch (ConversionException e)
        {
            WriteRecordError(e, null, input);
            id = null;
            return false;
        }
    }

    /// <summary>An error about one record; the pipeline goes on.</summary>
    private protected void WriteRecordError(Exception e, string? id, object? target)
    {
        string what = id is null ? "" : $"Record '{id}': ";
        WriteError(ErrorTable.ToRecord(e, target ?? id, $"{what}{e.Message} (store '{Session.Path}')"));
    }
}
