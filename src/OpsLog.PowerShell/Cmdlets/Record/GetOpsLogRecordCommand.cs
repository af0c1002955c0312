using System.Buffers;
using System.Collections.Specialized;
using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Gets records from the store, from archive segments, or from both.</summary>
[Cmdlet(VerbsCommon.Get, "OpsLogRecord", DefaultParameterSetName = nameof(Id))]
[OutputType(typeof(PSObject), typeof(OrderedDictionary), typeof(string))]
public sealed class GetOpsLogRecordCommand : RecordOutputCmdlet
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private IdSet? _wanted;
    private List<string>? _segments;
    private RecordSink _sink = null!;

    /// <summary>The ids; wildcards are permitted.</summary>
    [Parameter(Position = 0, ParameterSetName = nameof(Id))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(IdPatternCompleter))]
    public override string[] Id { get; set; } = [];

    /// <summary>Selects records; each record is <c>$_</c>.</summary>
    [Parameter(Position = 1, ParameterSetName = nameof(Id))]
    [Parameter(Position = 0, ParameterSetName = nameof(LiteralId))]
    [Parameter(Position = 0, ParameterSetName = nameof(InputObject))]
    [ValidateNotNull]
    public override ScriptBlock? FilterScript { get; set; }

    /// <summary>Reads these archive segments instead of the active records; wildcards are permitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SegmentCompleter))]
    public string[]? Segment { get; set; }

    /// <summary>An archive segment from Get-OpsLogArchive that is read instead of the active records.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(Id))]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(LiteralId))]
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(Property))]
    public ArchiveSegmentInfo? Archive { get; set; }

    /// <summary>Reads all archive segments besides the active records.</summary>
    [Parameter]
    public SwitchParameter IncludeArchive { get; set; }

    /// <summary>The maximum number of records.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long First { get; set; } = long.MaxValue;

    /// <summary>The number of records to skip.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long Skip { get; set; }

    /// <summary>The segment in the pipeline. Without other parameters the shell binds it as an input object.</summary>
    private ArchiveSegmentInfo? PipedSegment => Archive ?? Wrapper.Bare(InputObject) as ArchiveSegmentInfo;

    private protected override void Begin()
    {
        // A filter can't use text, so it gets objects, and the text is returned.
        RecordForm shown = AsHashtable ? RecordForm.Hashtable : RecordForm.Object;
        _sink = new RecordSink(NewOutput(), Skip, First)
        {
            Filter = NewFilter(shown, DateKind),
            Write = WriteObject,
            Refuse = (e, id) => WriteRecordError(e, id, null),
            ReusesFilterInput = !AsJson,
        };
    }

    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case not null when PipedSegment is { } segment:
                // An id is missing only if it is in none of the segments, so they are searched together at the end.
                (_segments ??= [.. Segment ?? []]).Add(segment.Segment);
                break;
            case not null when MyInvocation.BoundParameters.ContainsKey(nameof(Archive)):
                // The shell binds a null of the pipeline to this parameter: it is an input without an id.
                TryGetId(out _);
                break;
            case nameof(InputObject) when TryGetId(out string? id):
                Get(id, literal: true);
                break;
            case nameof(InputObject):
                break;
            case nameof(Id) or nameof(LiteralId) when Id.Length + LiteralId.Length > 0:
                Array.ForEach(Id, id => Get(id, literal: false));
                Array.ForEach(LiteralId, id => Get(id, literal: true));
                break;
            default:
                Scan(null);
                break;
        }
    }

    private protected override void End()
    {
        if (_segments is not null)
        {
            IdSet ids = _wanted ?? new IdSet();
            ids.Add(Id, LiteralId);
            Scan(ids.IsEmpty ? null : ids);
        }
        else if (_wanted is not null)
        {
            Scan(_wanted);
        }

        WriteFilterReport();
    }

    /// <summary>
    /// An active record is returned immediately. Ids that require a search are collected and searched together at the
    /// end.
    /// </summary>
    private void Get(string id, bool literal)
    {
        if (!literal && NamePattern.IsPattern(id))
        {
            (_wanted ??= new IdSet()).Add([id], []);
        }
        else if (IncludeArchive ? !Session.Reader.Contains(id) : Segment is not null)
        {
            (_wanted ??= new IdSet()).AddLiteral(id);
        }
        else
        {
            GetOne(id);
        }
    }

    private void GetOne(string id)
    {
        if (_sink.IsFull)
        {
            return;
        }

        _buffer.ResetWrittenCount();
        try
        {
            if (!Session.Reader.TryGet(id, _buffer))
            {
                throw new RecordNotFoundException(id);
            }
        }
        catch (Exception e) when (ErrorTable.ConcernsOneRecord(e))
        {
            WriteRecordError(e, null, id);
            return;
        }

        _sink.Offer(new RecordRef(id, _buffer.WrittenSpan));
    }

    private void Scan(IdSet? wanted)
    {
        if (IncludeArchive)
        {
            RecordView active = Session.Reader.View();
            HashSet<string> ids = IdsOf(active);
            ScanStore(active, wanted);
            ScanSegments(Session.Store.GetSegmentNames(), wanted, ids);
        }
        else if ((_segments ?? (IEnumerable<string>?)Segment) is { } names)
        {
            ScanSegments(SegmentNames.Find(Session.Store, names), wanted, null);
        }
        else
        {
            ScanStore(Session.Reader.View(), wanted);
        }
    }

    private void ScanStore(RecordView view, IdSet? wanted)
    {
        ProgressReport progress = new(WriteProgress, $"Reading records of '{Session.Path}'", view.Count);
        for (int cursor = -1; !_sink.IsFull && !Stopping && view.TryAdvance(ref cursor); progress.Step())
        {
            RecordRef record = view.At(cursor);
            if (wanted is null || wanted.Contains(record.IdText))
            {
                _sink.Offer(record);
            }
        }

        progress.Complete();
    }

    private void ScanSegments(IEnumerable<string> segments, IdSet? wanted, HashSet<string>? active)
    {
        SegmentSearch search = new(Session.Store, _sink, wanted) { Active = active };
        ProgressReport progress = new(WriteProgress, $"Reading archive segments of '{Session.Path}'");
        foreach (string segment in segments)
        {
            search.Search(segment, progress, Stopped);
        }

        progress.Complete();
        if (!Stopping)
        {
            foreach (string id in search.Missing.Where(id => active?.Contains(id) != true))
            {
                WriteRecordError(new RecordNotFoundException(id), null, id);
            }
        }
    }

    private static HashSet<string> IdsOf(RecordView view)
    {
        HashSet<string> ids = new(view.Count, StringComparer.Ordinal);
        foreach (RecordRef record in view)
        {
            ids.Add(record.IdText);
        }

        return ids;
    }
}
