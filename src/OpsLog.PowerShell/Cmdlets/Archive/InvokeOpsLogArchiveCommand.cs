using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Cmdlets.Archive;

/// <summary>Moves records to an archive segment.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OpsLogArchive", DefaultParameterSetName = nameof(Id), SupportsShouldProcess = true)]
[OutputType(typeof(ArchiveResult))]
public sealed class InvokeOpsLogArchiveCommand : RecordFilterCmdlet
{
    /// <summary>The ids; wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Id))]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(IdPatternCompleter))]
    public override string[] Id { get; set; } = [];

    /// <summary>The segment; by default the current quarter in UTC.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SegmentCompleter))]
    public string? Segment { get; set; }

    private protected override bool ChangesRecords => true;

    private protected override void Process() => CollectIds();

    private protected override void End()
    {
        if (!HasFilter && Wanted.IsEmpty)
        {
            return;
        }

        RequireNoBatch();
        foreach (string id in Wanted.Literal)
        {
            RequireRecord(id);
        }

        string segment = Segment is null ? "of this quarter" : $"'{Segment}'";
        if (!ShouldProcess(Session.Path, $"Move records to the archive segment {segment}"))
        {
            return;
        }

        ProgressReport progress = new(WriteProgress, $"Archiving records of '{Session.Path}'", Session.Store.Count);
        RecordFilter? filter = NewFilter();
        ArchiveResult result = Session.Store.Archive(
            record =>
            {
                Stopped.ThrowIfCancellationRequested();
                progress.Step();
                return Wants(filter, record);
            },
            Segment,
            Stopped);
        progress.Complete();
        WriteFilterReport();
        WriteWarnings();
        WriteObject(result);
    }

    /// <summary>Writes an error for an id without a record; the other records are archived.</summary>
    private void RequireRecord(string id)
    {
        try
        {
            if (!Session.Store.Contains(id))
            {
                throw new RecordNotFoundException(id);
            }
        }
        catch (Exception e) when (ErrorTable.ConcernsOneRecord(e))
        {
            WriteRecordError(e, null, id);
        }
    }
}
