using System.Diagnostics;
using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Flushes a store, takes a checkpoint if it is due, and releases the lock.</summary>
[Cmdlet(VerbsCommon.Close, "OpsLogStore", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class CloseOpsLogStoreCommand : StoreCmdlet
{
    /// <summary>The store; by default the one opened last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [StoreTransform]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public override OpsLogSession? Store { get; set; }

    private protected override void Process()
    {
        OpsLogSession session = Session;
        session.RequireNoBatch(MyInvocation.MyCommand.Name);
        string figures = session.IsOpen ? Describe(session.Store.GetStatistics()) : "already closed";
        if (!session.ReadOnly && !ShouldProcess(session.Path, $"Close the store ({figures})"))
        {
            return;
        }

        long began = Stopwatch.GetTimestamp();
        session.Store.Close(Stopped);
        WriteWarnings();
        WriteVerbose($"Closed '{session.Path}' ({figures}) in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:N0} ms.");
    }

    private static string Describe(StoreStatistics figures) =>
        $"{IdList.Count(figures.Records)}, {IdList.Count(figures.OperationsSinceCheckpoint, "operation")} after the last checkpoint";
}
