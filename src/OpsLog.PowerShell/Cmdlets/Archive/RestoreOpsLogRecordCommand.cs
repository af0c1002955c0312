using System.Collections.Specialized;
using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Cmdlets.Archive;

/// <summary>Brings records back from archive segments, from an earlier moment, or to the version of an operation.</summary>
[Cmdlet(VerbsData.Restore, "OpsLogRecord", DefaultParameterSetName = nameof(Id), SupportsShouldProcess = true)]
[OutputType(typeof(PSObject), typeof(OrderedDictionary), typeof(string))]
public sealed partial class RestoreOpsLogRecordCommand : RecordOutputCmdlet
{
    private readonly List<string> _piped = [];
    private readonly RecordVersions _versions = new();
    private RecordOutput _output = null!;
    private bool _hasPipedIds;

    /// <summary>The ids; wildcards are permitted. Without ids and a filter, all records of the segments.</summary>
    [Parameter(Position = 0, ParameterSetName = nameof(Id))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(ArchivedIdCompleter))]
    public override string[] Id { get; set; } = [];

    /// <summary>The segments; wildcards are permitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SegmentCompleter))]
    public string[] Segment { get; set; } = [];

    /// <summary>An archive segment from Get-OpsLogArchive.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(Id))]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(LiteralId))]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(FilterScript))]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(Property))]
    [ArgumentCompleter(typeof(NoCompleter))]
    public ArchiveSegmentInfo? Archive { get; set; }

    /// <summary>Makes the records what they were at this moment.</summary>
    [Parameter]
    [ValidateNotNull]
    [MomentTransform]
    [ArgumentCompleter(typeof(DateCompleter))]
    public HistoryPoint? AsOf { get; set; }

    /// <summary>Replaces active records with another value.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Why the change is made; the log keeps it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Comment { get; set; }

    /// <summary>Returns the restored records.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool ChangesRecords => true;

    /// <summary>The segment in the pipeline. Without other parameters the shell binds it as an input object.</summary>
    private ArchiveSegmentInfo? PipedSegment => Archive ?? Wrapper.Bare(InputObject) as ArchiveSegmentInfo;

    private protected override void Begin() => _output = NewOutput();

    private protected override void Process()
    {
        if (PipedSegment is { } segment)
        {
            _piped.Add(segment.Segment);
        }
        else if (Segment.Length == 0 && Wrapper.Bare(InputObject) is OpsLogOperation operation)
        {
            Take(operation);
        }
        else if (IsPiped || MyInvocation.BoundParameters.ContainsKey(nameof(Archive)))
        {
            // The shell binds a null of the pipeline to the segment: it is an input without an id.
            _hasPipedIds = true;
            if (TryGetId(out string? id))
            {
                Wanted.AddLiteral(id);
            }
        }
    }

    private protected override void End()
    {
        Wanted.Add(Id, LiteralId);
        bool hasSegments = Segment.Length + _piped.Count > 0;
        if ((AsOf is not null || _versions.Count > 0) && (hasSegments || Force || (AsOf is not null && _versions.Count > 0)))
        {
            throw new CommandException(
                CommandFault.ConflictingParameters, "Records are restored from archive segments, from the moment of -AsOf, or to the versions of operations from the pipeline. Use one of them. -Force is for archive segments only.");
        }

        if (_versions.Count > 0)
        {
            RequireNoBatch();
            RestoreVersions();
            WriteWarnings();
            return;
        }

        if ((_hasPipedIds && Wanted.IsEmpty) || _versions.WasAsked)
        {
            return;
        }

        RequireNoBatch();
        if (AsOf is not null)
        {
            RestoreMoment(AsOf);
            WriteFilterReport();
            WriteWarnings();
            return;
        }

        if (!hasSegments)
        {
            throw new CommandException(
                CommandFault.NoSegment, "No archive segment was specified to restore records from. Specify -Segment, or pipe segments from Get-OpsLogArchive. To restore from the history, use -AsOf, or pipe an operation.");
        }

        Session.Store.Refresh(Stopped);
        foreach ((string segment, HashSet<string> ids) in Select())
        {
            Restore(segment, ids);
        }

        WriteFilterReport();
        WriteWarnings();
    }

    /// <summary>
    /// The ids of the records to restore, by segment. They are read first, because an id is missing only if it is in none
    /// of the segments, and to say how many records a segment loses.
    /// </summary>
    private List<(string Segment, HashSet<string> Ids)> Select()
    {
        RecordFilter? filter = NewFilter();
        HashSet<string> missing = [.. Wanted.Literal];
        List<(string, HashSet<string>)> selected = [];
        string[] segments = [.. SegmentNames.Find(Session.Store, Segment.Concat(_piped))];
        ProgressReport progress = new(WriteProgress, $"Reading archive segments of '{Session.Path}'");
        foreach (string segment in segments)
        {
            HashSet<string> ids = new(StringComparer.Ordinal);
            foreach (ArchivedRecord record in Session.Store.ReadSegment(segment))
            {
                Stopped.ThrowIfCancellationRequested();
                progress.Step();
                missing.Remove(record.Id);
                if ((filter is null && Wanted.IsEmpty) || Wants(filter, new RecordRef(record.Id, record.Value.Span)))
                {
                    ids.Add(record.Id);
                }
            }

            selected.Add((segment, ids));
        }

        progress.Complete();
        foreach (string id in missing)
        {
            WriteRecordError(MissingRecord.In(id, segments), null, id);
        }

        return selected;
    }

    private void Restore(string segment, HashSet<string> ids)
    {
        if (ids.Count == 0)
        {
            WriteVerbose($"No record of the archive segment '{segment}' was selected.");
            return;
        }

        List<ArchivedRecord> restored = [];
        RestoreResult result;
        try
        {
            if (IsWhatIf)
            {
                Session.Store.CheckRestore(record => ids.Contains(record.IdText), segment, Force, Stopped);
            }

            if (!ShouldProcess(Session.Path, $"Restore {IdList.Describe(ids)} from the archive segment '{segment}'"))
            {
                return;
            }

            result = Session.Store.Restore(record => Takes(record, ids, restored), segment, Force, NoteOf(Comment), Stopped);
        }
        catch (RecordExistsException e)
        {
            // The other segments are other steps.
            WriteRecordError(e, null, e.Id);
            return;
        }

        WriteVerbose($"Restored {IdList.Count(result.Records)} from the archive segment '{segment}' in one step; of these, {result.Replaced:N0} replaced an active record, and {result.Unchanged:N0} had an equal active record.");
        foreach (ArchivedRecord record in restored)
        {
            Return(record);
        }
    }

    private bool Takes(RecordRef record, HashSet<string> ids, List<ArchivedRecord> restored)
    {
        string id = record.IdText;
        if (!ids.Contains(id))
        {
            return false;
        }

        if (PassThru)
        {
            restored.Add(new ArchivedRecord(id, record.Value.ToArray()));
        }

        return true;
    }

    private void Return(ArchivedRecord record)
    {
        object value;
        try
        {
            value = _output.Read(record.Id, record.Value.Span);
        }
        catch (ConversionException e)
        {
            WriteRecordError(e, record.Id, null);
            return;
        }

        WriteObject(value);
    }
}
