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
public sealed class GetOpsLogRecordCommand : RecordSearchCmdlet
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private IdSet? _wanted;
    private RecordSink _sink = null!;
    private RecordInfos? _infos;

    /// <summary>The maximum number of records.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    [ArgumentCompleter(typeof(CountCompleter))]
    public long First { get; set; } = long.MaxValue;

    /// <summary>The number of records to skip.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    [ArgumentCompleter(typeof(CountCompleter))]
    public long Skip { get; set; }

    /// <summary>Adds when each record was created and last changed.</summary>
    [Parameter]
    public SwitchParameter WithInfo { get; set; }

    private protected override void Begin()
    {
        if (WithInfo && AsJson)
        {
            throw new CommandException(CommandFault.ConflictingForms, "-WithInfo and -AsJson can't be used together, because -AsJson returns the stored text. Use one of them.");
        }

        if (WithInfo && AsOf is not null)
        {
            throw new CommandException(
                CommandFault.ConflictingParameters, "-WithInfo describes the records of now, and -AsOf returns those of an earlier moment. Use one of them. Get-OpsLogOperation -Id -Until returns who changed a record before a time.");
        }

        // A filter can't use text, so it gets objects, and the text is returned.
        RecordForm shown = AsHashtable ? RecordForm.Hashtable : RecordForm.Object;
        _sink = new RecordSink(NewOutput(), Skip, First)
        {
            Filter = NewFilter(shown, DateKind),
            Write = WriteObject,
            Refuse = (e, id) => WriteRecordError(e, id, null),
            ReusesFilterInput = !AsJson,
            InfoOf = WithInfo ? InfoOf : null,
        };
    }

    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case not null when TryTakeSegment():
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
                Search(_sink, null);
                break;
        }
    }

    private protected override void End()
    {
        if (HasPipedSegments)
        {
            (_wanted ??= new IdSet()).Add(Id, LiteralId);
            Search(_sink, _wanted.IsEmpty ? null : _wanted);
        }
        else if (_wanted is not null)
        {
            Search(_sink, _wanted);
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
        else if (IncludeArchive ? !Reader.Contains(id) : Segment is not null)
        {
            (_wanted ??= new IdSet()).AddLiteral(id);
        }
        else
        {
            GetOne(id);
        }
    }

    /// <summary>Reads the history at the first record: of one record if only that is wanted.</summary>
    private OpsLogRecordInfo InfoOf(RecordRef record)
    {
        string? only = Id is [var single] && !NamePattern.IsPattern(single) ? single : LiteralId is [var literal] ? literal : null;
        _infos ??= Session.Store.GetRecordInfos(only);
        return new OpsLogRecordInfo(_infos.Find(record.IdText, record.Value));
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
            if (!Reader.TryGet(id, _buffer))
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
}
