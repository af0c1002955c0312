using System.Management.Automation;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Filters;

/// <summary>How the shell gets the records that a filter selects from.</summary>
/// <param name="form">The form of the records.</param>
/// <param name="dates">How dates are returned.</param>
/// <param name="state">The session state in which the command runs.</param>
internal sealed class FilterContext(RecordForm form, DateKind dates, SessionState state)
{
    private const string StrictTest = """
        try { $null = ([pscustomobject]@{}).OpsLogMissing; $false }
        catch { if ($global:Error.Count -and [object]::ReferenceEquals($global:Error[0].Exception, $_.Exception)) { $global:Error.RemoveAt(0) }; $true }
        """;

    public RecordForm Form => form;

    public DateKind Dates => dates;

    public SessionState State => state;

    /// <summary>Converts single values.</summary>
    public JsonToObject Values { get; } = new(dates);

    /// <summary>Converts whole records.</summary>
    public RecordOutput Input { get; } = new(form, dates);

    /// <summary>Whether a missing property is an error for the caller (Set-StrictMode).</summary>
    public bool IsStrict { get; init; } = Wrapper.Bare(ScriptBlock.Create(StrictTest).InvokeReturnAsIs()) is true;

    /// <summary>Converts a value of a record; false if the shell can't get it.</summary>
    public bool TryConvert(StoredValue value, out object? converted)
    {
        try
        {
            converted = value.ToObject(Values, form);
            return true;
        }
        catch (ConversionException)
        {
            converted = null;
            return false;
        }
    }
}
