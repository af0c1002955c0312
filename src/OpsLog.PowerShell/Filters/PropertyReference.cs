using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Unicode;
using OpsLog.Core.Json;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Filters;

/// <summary>A property of the records, or a property of a nested object, as in <c>$_.owner.name</c>.</summary>
internal sealed class PropertyReference
{
    /// <summary>Members that PowerShell's language gives to each object.</summary>
    private static readonly string[] LanguageMembers = ["Count", "Length", "ForEach", "Where"];

    private readonly PropertyName[] _path;
    private readonly bool[] _isMemberOfAll;
    private readonly bool _isId;
    private readonly bool _hasDates;
    private readonly PropertyReference? _otherwise;
    private readonly bool _isStrict;
    private readonly string _indexed;

    /// <param name="path">The names, from the record inwards.</param>
    /// <param name="context">How the shell gets the records.</param>
    /// <param name="otherwise">The property for records that do not have this one.</param>
    public PropertyReference(IReadOnlyList<string> path, FilterContext context, PropertyReference? otherwise = null)
    {
        _otherwise = otherwise;
        _isStrict = context.IsStrict;
        _indexed = string.Join('.', path);

        // Keys of dictionaries are case-sensitive.
        bool isDictionary = context.Form == RecordForm.Hashtable;
        _path = [.. path.Select(name => new PropertyName(name, ignoreCase: !isDictionary))];
        _isMemberOfAll = [.. path.Select(name => IsMemberOfAll(name, isDictionary))];
        _isId = path[0].Equals(OpsLogId.Property, isDictionary ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
        _hasDates = context.Dates == DateKind.Default;
        FindsAllCases = !isDictionary;
    }

    /// <summary>Whether names that differ only in case are the same.</summary>
    public bool FindsAllCases { get; }

    /// <summary>Whether the value is known, and no error, for a record that does not have the property.</summary>
    public bool IsKnownIfMissing => !_isStrict && !_isMemberOfAll.Contains(true) && _otherwise?.IsKnownIfMissing != false;

    /// <summary>The index of the property; null if there is none.</summary>
    /// <param name="indexed">The indexed properties.</param>
    public string? FindIndex(IReadOnlyList<string> indexed)
    {
        // By itself, a name with dots is not a path, as it is for the index.
        bool isPath = _path.Length > 1 || _otherwise is not null || PropertyName.NamesOf(_indexed).Length == 1;
        return _isId || _otherwise?._isId == true || !isPath || (_path.Length > 1 && PropertyName.NamesOf(_indexed).Length != _path.Length)
            ? null
            : indexed.FirstOrDefault(index => index.Equals(_indexed, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The property for a name as users write it. A property whose name contains the dots precedes the path.</summary>
    /// <param name="property">The name, or the names in a path, separated by dots.</param>
    /// <param name="context">How the shell gets the records.</param>
    public static PropertyReference Parse(string property, FilterContext context)
    {
        PropertyReference? nested = PropertyName.NamesOf(property) is { Length: > 1 } path ? new PropertyReference(path, context) : null;
        return new PropertyReference([property], context, nested);
    }

    /// <summary>The path as PowerShell code that follows a variable.</summary>
    public static string ScriptOf(IEnumerable<string> names) =>
        string.Concat(names.Select(name => $".'{name.Replace("'", "''", StringComparison.Ordinal)}'"));

    /// <summary>The value of the property in a record.</summary>
    /// <param name="id">The id of the record in UTF-8.</param>
    /// <param name="json">The record.</param>
    /// <exception cref="ConversionException">The record does not have the property, which is an error in strict mode.</exception>
    public StoredValue In(ReadOnlySpan<byte> id, ReadOnlySpan<byte> json)
    {
        for (int i = 0; ; i++)
        {
            switch (_path[i].Find(json, out ReadOnlySpan<byte> found))
            {
                case PropertyMatch.Missing when i == 0 && _isId:
                    return _path.Length == 1 && Utf8.IsValid(id) ? StoredValue.OfId(id) : new StoredValue(StoredKind.Unknown);
                case PropertyMatch.Missing:
                    return _otherwise is not null ? _otherwise.In(id, json) : Missing(i);
                case PropertyMatch.Ambiguous or PropertyMatch.Unreadable:
                case PropertyMatch.Found when i == 0 && _isId:
                    return new StoredValue(StoredKind.Unknown);
            }

            StoredValue value = new(found, _hasDates);
            if (i == _path.Length - 1)
            {
                return value;
            }

            // Strings and arrays have members of their own, and an array gives the members of its elements.
            if (value.Kind != StoredKind.Object)
            {
                return value.Kind == StoredKind.Null ? Missing(i + 1) : new StoredValue(StoredKind.Unknown);
            }

            json = found;
        }
    }

    /// <summary>What is known if an object does not have the property at a place of the path. Even null has a length.</summary>
    private StoredValue Missing(int place) =>
        _isMemberOfAll.AsSpan(place).Contains(true) ? new StoredValue(StoredKind.Unknown)
        : !_isStrict ? new StoredValue(StoredKind.Missing)
        : throw new ConversionException(
            Fault.PropertyNotFound,
            _path[place].Name,
            $"The filter uses the property '{_path[place].Name}', which the record does not have. In strict mode, this is an error. Change the mode with Set-StrictMode, or set the property.");

    private static bool IsMemberOfAll(string name, bool isDictionary)
    {
        PSObject sample = isDictionary ? PSObject.AsPSObject(new OrderedDictionary()) : ObjectFactory.Create();
        return LanguageMembers.Contains(name, StringComparer.OrdinalIgnoreCase) || sample.Members[name] is not null;
    }
}
