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

/// <summary>Gets records from the store or from an archive segment.</summary>
[Cmdlet(VerbsCommon.Get, "OpsLogRecord", DefaultParameterSetName = nameof(Id))]
[OutputType(typeof(PSObject), typeof(OrderedDictionary), typeof(string))]
public sealed class GetOpsLogRecordCommand : RecordOutputCmdlet
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private IdSet? _wanted;
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

    /// <summary>Reads an archive segment instead of the active records.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SegmentCompleter))]
    public string? Segment { get; set; }

    /// <summary>The maximum number of records.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long First { get; set; } = long.MaxValue;

    /// <summary>The number of records to skip.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long Skip { get; set; }

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
        if (_wanted is not null)
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
        else if (Segment is not null)
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
        if (Segment is null)
        {
            ScanStore(wanted);
        }
        else
        {
            ScanSegment(Segment, wanted);
        }
    }

    private void ScanStore(IdSet? wanted)
    {
        RecordView view = Session.Reader.View();
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

    private void ScanSegment(string segment, IdSet? wanted)
    {
        HashSet<string> missing = [.. wanted?.Literal ?? []];
        ProgressReport progress = new(WriteProgress, $"Reading the archive segment '{segment}' of '{Session.Path}'", 0);
        foreach (ArchivedRecord record in Session.Store.ReadSegment(segment))
        {
            progress.Step();
            missing.Remove(record.Id);
            if (wanted is null || wanted.Contains(record.Id))
            {
                _sink.Offer(new RecordRef(record.Id, record.Value.Span));
            }

            if (Stopping || (_sink.IsFull && missing.Count == 0))
            {
                return;
            }
        }

        progress.Complete();
        foreach (string id in missing)
        {
            WriteRecordError(new RecordNotFoundException(id), null, id);
        }
    }
}
