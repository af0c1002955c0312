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
public sealed class InvokeOpsLogArchiveCommand : StoreCmdlet
{
    private readonly IdSet _wanted = new();

    /// <summary>Selects records; each record is <c>$_</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(FilterScript))]
    public ScriptBlock? FilterScript { get; set; }

    /// <summary>The ids; wildcards are permitted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Id))]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(IdPatternCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>The ids; no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(LiteralId))]
    [IdTransform]
    [ArgumentCompleter(typeof(RecordIdCompleter))]
    public string[] LiteralId { get; set; } = [];

    /// <summary>An id, or a record with its OpsLogId.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>The property of the input objects that contains the id; by default OpsLogId.</summary>
    [Parameter(ParameterSetName = nameof(InputObject))]
    [ValidateNotNullOrEmpty]
    public string? IdProperty { get; set; }

    /// <summary>The segment; by default the current quarter in UTC.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SegmentCompleter))]
    public string? Segment { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName != nameof(InputObject))
        {
            _wanted.Add(Id, LiteralId);
        }
        else if (TryGetId(InputObject, IdProperty, out string? id, changes: true))
        {
            _wanted.AddLiteral(id);
        }
    }

    private protected override void End()
    {
        if (FilterScript is null && _wanted.IsEmpty)
        {
            return;
        }

        RequireNoBatch();
        foreach (string id in _wanted.Literal)
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
            return filter is null ? _wanted.Contains(record.IdText) : Wants(filter, reader, record);
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
