using System.Management.Automation;
using OpsLog.Core.Json;
using OpsLog.Core.State;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Measures;

/// <summary>
/// A property of the records, read from their stored JSON. Only what the JSON does not contain, such as the length of a
/// string or the members of the elements of an array, is read from the record as an object.
/// </summary>
internal sealed class RecordProperty
{
    private readonly FilterContext _context;
    private readonly PropertyReference _stored;
    private readonly ScriptBlock? _path;

    public RecordProperty(string name, FilterContext context)
    {
        Name = name;
        _context = context;
        _stored = PropertyReference.Parse(name, context);
        _path = PropertyName.NamesOf(name) is { Length: > 1 } names
            ? ScriptBlock.Create($"param($opsLogRecord) Set-StrictMode -Off; $opsLogRecord{PropertyReference.ScriptOf(names)}")
            : null;
    }

    public string Name { get; }

    /// <summary>The value in the JSON of a record, of unknown kind if it is not there.</summary>
    public StoredValue In(RecordRef record) => _stored.In(record.Id, record.Value);

    /// <summary>The value as the shell gets it.</summary>
    /// <exception cref="ConversionException">The value is not possible in an object.</exception>
    public object? Read(RecordRef record, StoredValue value)
    {
        if (value.Kind != StoredKind.Unknown)
        {
            return value.ToObject(_context.Values, _context.Form);
        }

        PSObject shown = PSObject.AsPSObject(_context.Input.Read(record.IdText, record.Value));
        return Wrapper.Bare(shown.Properties[Name] is { } property ? property.Value : _path?.InvokeReturnAsIs(shown));
    }
}
