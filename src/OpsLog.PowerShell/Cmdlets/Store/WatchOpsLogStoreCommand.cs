using System.Diagnostics;
using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Returns the operations of other sessions as they are written.</summary>
[Cmdlet(VerbsCommon.Watch, "OpsLogStore", DefaultParameterSetName = nameof(Id))]
[OutputType(typeof(OpsLogOperation))]
public sealed class WatchOpsLogStoreCommand : OperationOutputCmdlet
{
    // A look costs about as much as reading the manifest. Users notice a delay that is longer than this.
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_later = TimeSpan.FromMilliseconds(250);

    /// <summary>Not a parameter: the cmdlet has no input.</summary>
    public override object? InputObject { get; set; }

    /// <summary>Not a parameter: the cmdlet has no input.</summary>
    public override string? IdProperty { get; set; }

    /// <summary>The number of operations after which the cmdlet ends.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(CountCompleter))]
    public int? Count { get; set; }

    /// <summary>The time after which the cmdlet ends.</summary>
    [Parameter]
    [TimeoutTransform]
    [ArgumentCompleter(typeof(TimeoutCompleter))]
    public TimeSpan? Timeout { get; set; }

    private protected override void Process()
    {
        RequireNoBatch();
        Session.Store.GetStatistics();
        if (Session is { ReadOnly: false, Agent: null })
        {
            throw new CommandException(
                CommandFault.NothingToWatch,
                $"The store '{Session.Path}' can't be watched: this session is its only writer, so there are no operations of other writers. Open the store with -ReadOnly, or with -Agent if several sessions write.",
                Session.Path);
        }

        CollectIds();
        using OperationFeed feed = Session.Store.Follow(Stopped);
        Watch(feed);
    }

    private void Watch(OperationFeed feed)
    {
        long began = Stopwatch.GetTimestamp();
        int returned = 0;
        TimeSpan pause = s_soon;
        while (true)
        {
            IReadOnlyList<LoggedOperation> news = feed.Take(Stopped);
            WriteWarnings();
            foreach (LoggedOperation operation in news.Where(Wants))
            {
                Stopped.ThrowIfCancellationRequested();
                Write(operation);
                if (++returned == Count)
                {
                    return;
                }
            }

            TimeSpan left = Timeout is { } timeout ? timeout - Stopwatch.GetElapsedTime(began) : TimeSpan.MaxValue;
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            pause = news.Count > 0 ? s_soon : pause + pause < s_later ? pause + pause : s_later;
            Stopped.WaitHandle.WaitOne(left < pause ? left : pause);
            Stopped.ThrowIfCancellationRequested();
        }
    }
}
