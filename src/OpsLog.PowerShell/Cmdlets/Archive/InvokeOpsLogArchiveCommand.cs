using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Cmdlets.Archive;

/// <summary>Moves records to an archive segment.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OpsLogArchive", DefaultParameterSetName = nameof(FilterScript), SupportsShouldProcess = true)]
[OutputType(typeof(ArchiveResult))]
public sealed class InvokeOpsLogArchiveCommand : StoreCmdlet
{
    private readonly IdSet _wanted = new();

    /// <summary>Picks records; each is <c>$_</c> to it.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(FilterScript))]
    public ScriptBlock? FilterScript { get; set; }

    /// <summary>The ids; wildcards are taken for records that match.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Id))]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RecordIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>An id, or a record with its OpsLogId.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>The segment; by default the UTC quarter of now.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SegmentCompleter))]
    public string? Segment { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == nameof(InputObject))
        {
            try
            {
                _wanted.AddLiteral(RecordInput.IdOf(InputObject));
            }
            catch (ConversionException e)
            {
                WriteRecordError(e, null, InputObject);
            }
        }

        foreach (string id in Id)
        {
            _wanted.Add(id, Session.Reader.Contains);
        }
    }

    private protected override void End()
    {
        RequireNoBatch();
        foreach (string id in _wanted.Literal.Where(id => !Session.Store.Contains(id)))
        {
            WriteRecordError(new RecordNotFoundException(id), null, id);
        }

        if (!ShouldProcess(Session.Path, $"Move records to the archive segment '{Segment ?? "of this quarter"}'"))
        {
            return;
        }

        ProgressReport progress = new(WriteProgress, $"Archiving records of '{Session.Path}'", Session.Store.Count);
        ArchiveResult result;
        using (RecordFilter? filter = FilterScript is null ? null : new RecordFilter(FilterScript))
        {
            result = Session.Store.Archive(NewPredicate(filter, progress), Segment);
        }

        progress.Complete();
        TellWarnings();
        WriteObject(result);
    }

    private RecordPredicate NewPredicate(RecordFilter? filter, ProgressReport progress)
    {
        RecordReader reader = new();
        return record =>
        {
            Stopped.ThrowIfCancellationRequested();
            progress.Step();
            return filter is null ? _wanted.Contains(record.IdText) : Wants(filter, reader, record);
        };
    }

    /// <summary>A record that can't be shown to the filter stays where it is.</summary>
    private bool Wants(RecordFilter filter, RecordReader reader, RecordRef record)
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
