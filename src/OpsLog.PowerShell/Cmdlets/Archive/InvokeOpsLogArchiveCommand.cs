using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Archive;

/// <summary>Moves records to an archive segment.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OpsLogArchive", DefaultParameterSetName = nameof(FilterScript), SupportsShouldProcess = true)]
[OutputType(typeof(ArchiveResult))]
public sealed class InvokeOpsLogArchiveCommand : RecordSelectionCmdlet
{
    /// <summary>Selects records; each record is <c>$_</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(FilterScript))]
    public ScriptBlock? FilterScript { get; set; }

    /// <summary>The segment; by default the current quarter in UTC.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SegmentCompleter))]
    public string? Segment { get; set; }

    private protected override bool ChangesRecords => true;

    private protected override void Process() => CollectIds();

    private protected override void End()
    {
        if (FilterScript is null && Wanted.IsEmpty)
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
        ArchiveResult result;
        using (RecordFilter? filter = FilterScript is null ? null : new RecordFilter(FilterScript))
        {
            result = Session.Store.Archive(NewPredicate(filter, progress), Segment, Stopped);
        }

        progress.Complete();
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

    private RecordPredicate NewPredicate(RecordFilter? filter, ProgressReport progress)
    {
        JsonToObject reader = new();
        return record =>
        {
            Stopped.ThrowIfCancellationRequested();
            progress.Step();
            return filter is null ? Wanted.Contains(record.IdText) : Wants(filter, reader, record);
        };
    }

    /// <summary>A record that can't be converted for the filter is not archived.</summary>
    private bool Wants(RecordFilter filter, JsonToObject reader, RecordRef record)
    {
        object shown;
        try
        {
            shown = reader.ReadObject(record.IdText, record.Value);
        }
        catch (ConversionException e)
        {
            WriteRecordError(e, record.IdText, null);
            return false;
        }

        return filter.Wants(shown);
    }
}
