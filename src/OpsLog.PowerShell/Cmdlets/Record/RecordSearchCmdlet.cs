using System.Management.Automation;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>A cmdlet that reads records of the store, of archive segments, or of both. Filters apply to the ids as well.</summary>
public abstract class RecordSearchCmdlet : RecordOutputCmdlet
{
    private List<string>? _segments;
    private PastRecords? _past;

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
    [ArgumentCompleter(typeof(NoCompleter))]
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
    [ArgumentCompleter(typeof(NoCompleter))]
    public ArchiveSegmentInfo? Archive { get; set; }

    /// <summary>Reads all archive segments besides the active records.</summary>
    [Parameter]
    public SwitchParameter IncludeArchive { get; set; }

    /// <summary>Reads the records as they were at this moment.</summary>
    [Parameter]
    [ValidateNotNull]
    [MomentTransform]
    [ArgumentCompleter(typeof(DateCompleter))]
    public HistoryPoint? AsOf { get; set; }

    private protected override IRecordReader Reader => AsOf is null ? Session.Reader : _past ??= GetPast(AsOf);

    /// <summary>Whether segments came from the pipeline.</summary>
    private protected bool HasPipedSegments => _segments is not null;

    /// <summary>Whether the shell bound the pipeline to <see cref="Archive"/>.</summary>
    private protected bool IsPipedToArchive => MyInvocation.BoundParameters.ContainsKey(nameof(Archive));

    /// <summary>
    /// Whether the input is a segment, or a null in its place, which is an error. An id is missing only if it is in none
    /// of the segments, so they are searched together at the end.
    /// </summary>
    private protected bool TryTakeSegment()
    {
        // Without other parameters the shell binds a segment as an input object.
        if ((Archive ?? Wrapper.Bare(InputObject) as ArchiveSegmentInfo) is { } segment)
        {
            (_segments ??= [.. Segment ?? []]).Add(segment.Segment);
            return true;
        }

        return IsPipedToArchive && !TryGetId(out _);
    }

    /// <summary>Offers the records with these ids to a sink, and writes an error for each id without a record.</summary>
    /// <param name="sink">Gets the records.</param>
    /// <param name="wanted">The ids; null for all records.</param>
    private protected void Search(IRecordSink sink, IdSet? wanted)
    {
        if (AsOf is not null)
        {
            RequireNoSegments();
        }

        RecordCandidates? candidates = !IncludeArchive && (Segment is not null || _segments is not null) ? null
            : wanted is null ? FindCandidates(CountsOnly)
            : new RecordCandidates(Reader.View());
        RecordView? view = candidates?.View;
        ProgressReport progress = new(WriteProgress, $"Reading records of '{Session.Path}'", IncludeArchive ? 0 : candidates?.Count ?? 0);
        RecordSearch search = new(sink, wanted, progress, Stopped) { Active = IncludeArchive ? IdsOf(view!) : null };
        if (candidates is not null)
        {
            search.Search(candidates);
            Count(candidates.Certain);
        }

        IReadOnlyCollection<string> segments = IncludeArchive ? Session.Store.GetSegmentNames() : view is null ? [.. SegmentNames.Find(Session.Store, _segments ?? (IEnumerable<string>)Segment!)] : [];
        foreach (string segment in segments)
        {
            search.Search(Session.Store, segment);
        }

        progress.Complete();
        foreach (string id in Stopping ? [] : search.Missing)
        {
            WriteRecordError(MissingRecord.In(id, segments, active: view is not null), null, id);
        }
    }

    /// <summary>Whether the cmdlet only counts the records, so that it need not get those that an index counts.</summary>
    private protected virtual bool CountsOnly => false;

    /// <summary>Counts records that were not offered to the sink.</summary>
    private protected virtual void Count(long records)
    {
    }

    private PastRecords GetPast(HistoryPoint moment)
    {
        RequireNoSegments();
        RequireNoBatch();
        return Session.Store.GetPast(moment, Stopped);
    }

    private void RequireNoSegments()
    {
        if (Segment is not null || _segments is not null || IncludeArchive)
        {
            throw new CommandException(
                CommandFault.ConflictingParameters, "-AsOf reads the active records of an earlier moment, and an archive segment has no earlier moments. Omit -AsOf, or the segments.");
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
