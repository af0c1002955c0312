using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Turns objects into records: one compact JSON object each. Make one for each pipeline, since it
/// keeps its buffer and gathers the properties to warn of; not for use by several threads.
/// </summary>
/// <remarks>about_OpsLog_Records has the rules as a table.</remarks>
internal sealed partial class RecordWriter
{
    /// <summary>Objects and arrays within one another, the record itself counted.</summary>
    public const int MaxDepth = 100;

    private readonly JsonBuffer _json = new();
    private readonly PropertyPath _path = new();
    private readonly SortedSet<string> _reduced = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The properties of all records so far whose value was a .NET object and became its text.</summary>
    public IReadOnlyCollection<string> ReducedProperties => _reduced;

    /// <summary>Writes the object as a record.</summary>
    /// <param name="value">A dictionary, custom object or .NET object.</param>
    /// <param name="excludedProperty">The property that carries the id and isn't stored; its value is <see cref="RecordKey.Find"/>.</param>
    /// <returns>The record as UTF-8, good until the next call.</returns>
    /// <exception cref="ConversionException">The object can't be stored as it is. The next one may be written all the same.</exception>
    public ReadOnlyMemory<byte> Write(object? value, string? excludedProperty = RecordKey.Property)
    {
        _json.Clear();
        _path.Clear();
        object? bare = RecordKey.Unwrap(value);
        switch (bare)
        {
            case PSObject custom when !ReferenceEquals(custom, AutomationNull.Value):
                WriteProperties(custom, excludedProperty);
                break;
            case IDictionary entries:
                WriteEntries(entries, entries, excludedProperty is null ? null : RecordKey.KeyOf(entries, excludedProperty, value!));
                break;
            case null or DBNull or PSObject:
                throw NotAnObject("$null");
            default:
                WriteTop(bare, value!, excludedProperty);
                break;
        }

        return _json.Written;
    }

    private void WriteTop(object bare, object value, string? excluded)
    {
        switch (ValueShapes.Of(bare.GetType()))
        {
            case ValueShape.Dictionary:
                IDictionary entries = ValueShapes.AsDictionary(bare)!;
                WriteEntries(bare, entries, excluded is null ? null : RecordKey.KeyOf(entries, excluded, value));
                break;
            case ValueShape.Object:
                WriteProperties(PSObject.AsPSObject(value), excluded);
                break;
            case ValueShape.Secret or ValueShape.ScriptBlock:
                WriteOther(bare);
                break;
            default:
                throw NotAnObject($"a {bare.GetType()}");
        }
    }

    /// <summary>
    /// The properties an object has of its own and those somebody added to it. What PowerShell's type
    /// data computes on top (aliases, script and code properties) is not part of the object.
    /// </summary>
    private void WriteProperties(PSObject value, string? excluded)
    {
        bool first = Open(value.BaseObject is PSCustomObject ? value : value.BaseObject, (byte)'{');
        foreach (PSPropertyInfo property in value.Properties)
        {
            bool own = property.IsInstance || property.MemberType == PSMemberTypes.Property;
            if (!own || (excluded is not null && property.Name.Equals(excluded, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            first = Name(property.Name, first);
            WriteValue(ValueOf(property));
        }

        Close((byte)'}');
    }

    private void WriteEntries(object container, IDictionary entries, object? excludedKey)
    {
        bool first = Open(container, (byte)'{');
        bool textOnly = true;
        IDictionaryEnumerator each = entries.GetEnumerator();
        while (each.MoveNext())
        {
            object key = each.Key;
            if (ReferenceEquals(key, excludedKey))
            {
                continue;
            }

            if (key is not string name)
            {
                name = KeyText(key);
                textOnly = false;
            }

            first = Name(name, first);
            WriteValue(each.Value);
        }

        // Strings alone can't clash: the dictionary would have found it out.
        if (!textOnly)
        {
            RefuseClash(entries);
        }

        Close((byte)'}');
    }

    private void WriteItems(object?[] items)
    {
        bool first = Open(items, (byte)'[');
        for (int i = 0; i < items.Length; i++)
        {
            first = Item(i, first);
            WriteValue(items[i]);
        }

        Close((byte)']');
    }

    private void WriteSequence(object container, IEnumerable items)
    {
        bool first = Open(container, (byte)'[');
        int index = 0;
        foreach (object? item in items)
        {
            first = Item(index++, first);
            WriteValue(item);
        }

        Close((byte)']');
    }

    private bool Open(object container, byte bracket)
    {
        if (_path.IsOpen(container))
        {
            throw new ConversionException(Fault.Cycle, _path.ToString(),
                $"{Place()} is an object that holds it: a cycle can't be stored. Store the id of the other record instead.");
        }

        if (_path.Depth == MaxDepth)
        {
            throw new ConversionException(Fault.TooDeep, _path.ToString(),
                $"{Place()} lies deeper than {MaxDepth} objects and arrays. Nothing is cut: store less, or split it into records.");
        }

        _path.Push(container);
        _json.Raw(bracket);
        return true;
    }

    private void Close(byte bracket)
    {
        _path.Pop();
        _json.Raw(bracket);
    }

    private bool Name(string name, bool first)
    {
        Separate(first);
        _path.MoveTo(name);
        _json.Text(name);
        _json.Raw((byte)':');
        return false;
    }

    private bool Item(int index, bool first)
    {
        Separate(first);
        _path.MoveTo(index);
        return false;
    }

    private void Separate(bool first)
    {
        if (!first)
        {
            _json.Raw((byte)',');
        }
    }

    private void RefuseClash(IDictionary entries)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (object key in entries.Keys)
        {
            string name = KeyText(key);
            if (!names.Add(name))
            {
                _path.MoveTo(name);
                throw new ConversionException(Fault.DuplicateKey, _path.ToString(),
                    $"The dictionary has two keys that are '{_path}' as text, such as 1 and '1'. A record's keys are text: rename one.");
            }
        }
    }

    private string Place() => _path.Depth == 0 ? "The object" : $"The value of '{_path}'";

    private static object? ValueOf(PSPropertyInfo property)
    {
        if (!property.IsGettable)
        {
            return null;
        }

        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            // Such as ExitCode of a process that still runs: there is no value, which is null.
            return null;
        }
    }

    private static ConversionException NotAnObject(string what) => new(Fault.NotAnObject, "",
        $"A record is an object: a hashtable, a [pscustomobject] or a .NET object with properties. This is {what}. Wrap it, as in @{{ value = ... }}.");
}
