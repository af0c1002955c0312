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
public sealed class MeasureOpsLogRecordCommand : RecordSearchCmdlet, IRecordSink
{
    private RecordFilter? _recordFilter;
    private Measurement _measurement = null!;

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

    /// <summary>Not a parameter: the cmdlet returns no records.</summary>
    public override SwitchParameter AsHashtable { get; set; }

    /// <summary>Not a parameter: the cmdlet returns no records.</summary>
    public override SwitchParameter AsJson { get; set; }

    /// <summary>Not a parameter: the cmdlet returns no records.</summary>
    public override DateKind DateKind { get; set; }

    bool IRecordSink.IsFull => false;

    void IRecordSink.Offer(RecordRef record)
    {
        if (_recordFilter is null || Wants(_recordFilter, record))
        {
            _measurement.Add(record);
        }
    }

    private protected override bool CountsOnly => _measurement.CountsOnly;

    private protected override void Count(long records) => _measurement.Add(records);

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

    private protected override void Process()
    {
        if (!TryTakeSegment())
        {
            CollectIds();
        }
    }

    private protected override void End()
    {
        if (HasPipedSegments)
        {
            Wanted.Add(Id, LiteralId);
        }
        else if (IsPipedToArchive || (IsPiped && Wanted.IsEmpty))
        {
            return;
        }

        Search(this, Wanted.IsEmpty ? null : Wanted);
        Stopped.ThrowIfCancellationRequested();
        WriteErrors();
        WriteFilterReport();
        WriteObject(_measurement.Results(), enumerateCollection: true);
    }

    private void WriteErrors()
    {
        foreach (string name in _measurement.Missing)
        {
            WriteRecordError(
                new ConversionException(Fault.PropertyNotFound, name, $"None of the records has the property '{name}'. Correct the name."), null, name);
        }
    }
}
