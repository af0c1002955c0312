using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Operation;

/// <summary>Gets operations from the log.</summary>
[Cmdlet(VerbsCommon.Get, "OpsLogOperation", DefaultParameterSetName = nameof(Id))]
[OutputType(typeof(OpsLogOperation))]
public sealed class GetOpsLogOperationCommand : OperationOutputCmdlet
{
    /// <summary>Operations of this time or later.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateTime? Since { get; set; }

    /// <summary>Operations of this time or earlier.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateTime? Until { get; set; }

    /// <summary>Operations of this agent.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AgentCompleter))]
    public string? Agent { get; set; }

    /// <summary>Operations of these authors; wildcards are permitted, and letter case is ignored.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AuthorCompleter))]
    public string[] Author { get; set; } = [];

    /// <summary>Operations with such a comment; wildcards are permitted, and letter case is ignored.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Comment { get; set; }

    /// <summary>The number of operations, counted from the last one.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(CountCompleter))]
    public int? Last { get; set; }

    private protected override void Process() => CollectIds();

    private protected override void End()
    {
        if (IsPiped && Wanted.IsEmpty)
        {
            return;
        }

        ProgressReport progress = new(WriteProgress, $"Reading the log of '{Session.Path}'", 0);
        if (Last is null)
        {
            WriteAll(progress);
        }
        else
        {
            WriteLast(progress);
        }

        progress.Complete();
        WriteFilterReport();
    }

    private void WriteAll(ProgressReport progress)
    {
        foreach (LoggedOperation operation in Session.Store.GetOperations(Filter()))
        {
            if (Stopping)
            {
                return;
            }

            progress.Step();
            if (IsWanted(operation))
            {
                Write(operation);
            }
        }
    }

    /// <summary>Reads back from the last operation, so that the cost depends on what is returned.</summary>
    private void WriteLast(ProgressReport progress)
    {
        Stack<LoggedOperation> last = new();
        foreach (LoggedOperation operation in Session.Store.GetOperationsNewestFirst(Filter()))
        {
            if (Stopping)
            {
                return;
            }

            progress.Step();
            if (IsWanted(operation))
            {
                last.Push(operation);
            }

            if (last.Count == Last)
            {
                break;
            }
        }

        foreach (LoggedOperation operation in last)
        {
            Write(operation);
        }
    }

    private bool IsWanted(LoggedOperation operation) =>
        IsLike(Author, operation.Author) && IsLike(Comment is null ? [] : [Comment], operation.Comment) && Wants(operation);

    private static bool IsLike(string[] patterns, string? text) =>
        patterns.Length == 0 || (text is not null && Array.Exists(patterns, pattern => new NamePattern(pattern, ignoreCase: true).IsMatch(text)));

    private OperationFilter Filter() => new()
    {
        Id = Wanted.Single,
        Since = Since?.ToUniversalTime(),
        Until = Until?.ToUniversalTime(),
        Agent = Agent,
    };
}
