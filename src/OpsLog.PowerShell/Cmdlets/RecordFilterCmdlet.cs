using System.Globalization;
using System.Management.Automation;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>
/// A cmdlet that selects records by their ids, by a script block, or by a property, as in
/// <c>Get-OpsLogRecord status -EQ active</c>.
/// </summary>
public abstract partial class RecordFilterCmdlet : RecordSelectionCmdlet
{
    private RecordFilter? _filter;

    /// <summary>Selects records; each record is <c>$_</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(FilterScript))]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoCompleter))]
    public virtual ScriptBlock? FilterScript { get; set; }

    /// <summary>The property that is compared, or a path of properties, separated by dots.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Property))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public string? Property { get; set; }

    /// <summary>The value that the property is compared with.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = nameof(Property))]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(PropertyValueCompleter))]
    public object? Value { get; set; }

    /// <summary>What the active records are read from.</summary>
    private protected virtual IRecordReader Reader => Session.Reader;

    /// <summary>Whether the records are selected by a filter.</summary>
    private protected bool HasFilter => FilterScript is not null || Property is not null;

    /// <summary>The filter; null if there is none. It ends with the cmdlet.</summary>
    /// <param name="form">The form in which the filter gets a record.</param>
    /// <param name="dates">How it gets dates.</param>
    private protected RecordFilter? NewFilter(RecordForm form = RecordForm.Object, DateKind dates = DateKind.Default)
    {
        if (!HasFilter)
        {
            return null;
        }

        FilterContext context = new(form, dates, SessionState);
        return _filter = FilterScript is not null
            ? new RecordFilter(FilterScript, context)
            : new RecordFilter(new PropertyFilter(Property!, SelectedOperator(), Value), context);
    }

    /// <summary>The records that the filter of the cmdlet is applied to; all records if no index can be used.</summary>
    /// <param name="countsCertain">Whether records that it certainly selects are only counted.</param>
    private protected RecordCandidates FindCandidates(bool countsCertain = false)
    {
        // The changes of a batch, and earlier moments, are in no index.
        if (Reader is not OpsLogStore store || _filter?.NewPlan(store.IndexedProperties) is not { } plan
            || store.Find(plan, countsCertain, Stopped) is not { } found)
        {
            return new RecordCandidates(Reader.View());
        }

        string indexes = $"the {(found.Properties.Count == 1 ? "index" : "indexes")} of {string.Join(", ", found.Properties.Select(property => $"'{property}'"))}";
        string certain = found.Certain == 0 ? "" : string.Create(CultureInfo.CurrentCulture, $", and counted {found.Certain:N0} without reading them");
        WriteVerbose(string.Create(CultureInfo.CurrentCulture, $"The filter used {indexes}, which returned {found.Cursors.Length:N0} of {IdList.Count(found.View.Count)}{certain}."));
        return new RecordCandidates(found, _filter);
    }

    /// <summary>Whether the filter selects a record; if there is no filter, whether its id was specified.</summary>
    private protected bool Wants(RecordFilter? filter, RecordRef record)
    {
        if (filter is null)
        {
            return Wanted.Contains(record.IdText);
        }

        try
        {
            return filter.Selects(record, out _);
        }
        catch (ConversionException e)
        {
            WriteRecordError(e, record.IdText, null);
            return false;
        }
    }

    private protected override void CleanUp()
    {
        _filter?.Dispose();
        base.CleanUp();
    }

    /// <summary>Reports how the filter was evaluated.</summary>
    private protected void WriteFilterReport()
    {
        if (_filter is not null)
        {
            WriteVerbose(_filter.Report);
        }
    }

    private ShellOperator SelectedOperator()
    {
        List<ShellOperator> selected = [];
        foreach (ComparisonOperator kind in Enum.GetValues<ComparisonOperator>())
        {
            foreach (bool isCaseSensitive in (bool[])[false, true])
            {
                if (MyInvocation.BoundParameters.TryGetValue($"{(isCaseSensitive ? "C" : "")}{kind}", out object? given) && given is SwitchParameter { IsPresent: true })
                {
                    selected.Add(new ShellOperator(kind, isCaseSensitive));
                }
            }
        }

        return selected is [var one] ? one : throw new CommandException(
            CommandFault.FilterOperator, $"A filter by a property requires exactly one operator, but {selected.Count} were specified. Specify one, such as -EQ or -Like.");
    }
}
