using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Filters;
using OpsLog.PowerShell.Measures;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Counts records, and calculates sums, averages and extremes of their properties.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "OpsLogRecord", DefaultParameterSetName = nameof(Id))]
[OutputType(typeof(OpsLogMeasure))]
public sealed class MeasureOpsLogRecordCommand : RecordFilterCmdlet
{
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    private RecordFilter? _recordFilter;
    private Measurement _measurement = null!;

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

    /// <summary>The properties whose sum is calculated.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public string[] Sum { get; set; } = [];

    /// <summary>The properties whose average is calculated.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public string[] Average { get; set; } = [];

    /// <summary>The properties whose smallest value is returned.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public string[] Minimum { get; set; } = [];

    /// <summary>The properties whose largest value is returned.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public string[] Maximum { get; set; } = [];

    /// <summary>The property whose values are the groups.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public string? GroupBy { get; set; }

    /// <summary>Measures the records of an archive segment instead of the active records.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SegmentCompleter))]
    public string? Segment { get; set; }

    private bool MeasuresAll => !IsPiped && Id.Length + LiteralId.Length == 0;

    private protected override void Begin()
    {
        FilterContext context = new(RecordForm.Object, DateKind.Default, SessionState) { IsStrict = false };
        StringComparer sameName = StringComparer.OrdinalIgnoreCase;
        MeasureRequest[] requests = [.. Sum.Concat(Average).Concat(Minimum).Concat(Maximum).Distinct(sameName).Select(name => new MeasureRequest(
            new RecordProperty(name, context),
            Sum.Contains(name, sameName),
            Average.Contains(name, sameName),
            Minimum.Contains(name, sameName),
            Maximum.Contains(name, sameName)))];
        RecordProperty? groupBy = GroupBy is null ? null : new RecordProperty(GroupBy, context);
        _measurement = new Measurement(requests, groupBy, (e, id) => WriteRecordError(e, id, null));
        _recordFilter = NewFilter();
    }

    private protected override void Process() => CollectIds();

    private protected override void End()
    {
        if (IsPiped && Wanted.IsEmpty)
        {
            return;
        }

        _missing.UnionWith(Wanted.Literal);
        if (Segment is null)
        {
            MeasureStore();
        }
        else
        {
            MeasureSegment(Segment);
        }

        WriteErrors();
        WriteFilterReport();
        WriteObject(_measurement.Results(), enumerateCollection: true);
    }

    private void MeasureStore()
    {
        RecordView view = Session.Reader.View();
        ProgressReport progress = new(WriteProgress, $"Measuring records of '{Session.Path}'", view.Count);
        for (int cursor = -1; view.TryAdvance(ref cursor); progress.Step())
        {
            Stopped.ThrowIfCancellationRequested();
            Measure(view.At(cursor));
        }

        progress.Complete();
    }

    private void MeasureSegment(string segment)
    {
        ProgressReport progress = new(WriteProgress, $"Measuring the archive segment '{segment}' of '{Session.Path}'");
        foreach (ArchivedRecord record in Session.Store.ReadSegment(segment))
        {
            Stopped.ThrowIfCancellationRequested();
            progress.Step();
            Measure(new RecordRef(record.Id, record.Value.Span));
        }

        progress.Complete();
    }

    private void Measure(RecordRef record)
    {
        if (!MeasuresAll)
        {
            _missing.Remove(record.IdText);
            if (!Wanted.Contains(record.IdText))
            {
                return;
            }
        }

        if (_recordFilter is null || Wants(_recordFilter, record))
        {
            _measurement.Add(record);
        }
    }

    private void WriteErrors()
    {
        foreach (string id in _missing)
        {
            WriteRecordError(new RecordNotFoundException(id), null, id);
        }

        foreach (string name in _measurement.Missing)
        {
            WriteRecordError(
                new ConversionException(Fault.PropertyNotFound, name, $"None of the records has the property '{name}'. Correct the name."), null, name);
        }
    }
}
