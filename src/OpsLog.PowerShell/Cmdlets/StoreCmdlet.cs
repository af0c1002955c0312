using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>A cmdlet that works on an open store: the given one, or the one opened last.</summary>
public abstract class StoreCmdlet : OpsLogCmdlet
{
    private OpsLogSession? _session;

    /// <summary>The store; by default the one opened last.</summary>
    [Parameter]
    [ValidateNotNull]
    [StoreTransform]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public virtual OpsLogSession? Store { get; set; }

    private protected OpsLogSession Session => _session ??= Resolve();

    private protected OpsLogSession Resolve() => Store ?? OpenStores.Current ?? throw new CommandException(
        CommandFault.NoOpenStore, "No store is open. Open one with 'Open-OpsLogStore <path>', or name one with -Store.");

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

    /// <summary>An error about one record; the pipeline goes on.</summary>
    private protected void WriteRecordError(Exception e, string? id, object? target)
    {
        string what = id is null ? "" : $"Record '{id}': ";
        WriteError(ErrorTable.ToRecord(e, target ?? id, $"{what}{e.Message} (store '{Session.Path}')"));
    }
}
