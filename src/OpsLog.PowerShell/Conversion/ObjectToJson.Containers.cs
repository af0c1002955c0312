using System.Collections;
using System.Management.Automation;
using System.Xml;

namespace OpsLog.PowerShell.Conversion;

/// <summary>Objects and arrays: their content and its order.</summary>
internal sealed partial class ObjectToJson
{
    /// <summary>
    /// The own properties of an object and the properties that were added to it. Properties that PowerShell's type data
    /// computes (aliases, script and code properties) are not part of the object.
    /// </summary>
    /// <param name="value">The object.</param>
    /// <param name="excludes">The properties to omit; null for none.</param>
    private void WriteProperties(PSObject value, Func<PSPropertyInfo, bool>? excludes)
    {
        bool first = Open(value.BaseObject is PSCustomObject ? value : value.BaseObject, (byte)'{');
        foreach (PSPropertyInfo property in value.Properties)
        {
            bool own = property.IsInstance || property.MemberType == PSMemberTypes.Property;
            if (own && excludes?.Invoke(property) != true)
            {
                first = WriteProperty(property, first);
            }
        }

        Close((byte)'}');
    }

    private void WriteProperties(PSObject value, IdProperty id) => WriteProperties(value, id.Given is null ? s_isIdOrInfo : s_isInfo);

    /// <summary>The attributes and elements of an XML element, as PowerShell displays them.</summary>
    private void WriteMarkup(XmlNode node, IdProperty id)
    {
        bool first = Open(node, (byte)'{');
        PSObject shown = PSObject.AsPSObject(node);
        IEnumerable<XmlNode> parts = node.ChildNodes.Cast<XmlNode>();
        parts = node.Attributes is { } attributes ? attributes.Cast<XmlNode>().Concat(parts) : parts;
        foreach (string name in parts.Select(part => part.LocalName).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!id.Excludes(name) && shown.Properties[name] is { } property)
            {
                first = WriteProperty(property, first);
            }
        }

        WriteAdded(shown, id, first);
        Close((byte)'}');
    }

    /// <summary>The added properties of an object that has its own properties in addition to its content.</summary>
    private void WriteAdded(PSObject value, IdProperty id, bool first)
    {
        foreach (PSPropertyInfo property in value.Properties)
        {
            if (property.IsInstance && property.MemberType != PSMemberTypes.Property && !id.Excludes(property.Name) && !Origin.IsName(property.Name))
            {
                first = WriteProperty(property, first);
            }
        }
    }

    private bool WriteProperty(PSPropertyInfo property, bool first)
    {
        Name(property.Name, first);
        WriteValue(ValueOf(property));
        _path.Leave();
        return false;
    }

    /// <param name="container">The object that has the entries.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="value">The object as it was given, with PowerShell's wrapping.</param>
    /// <param name="id">The source of its id.</param>
    private void WriteEntries(object container, IDictionary entries, object value, IdProperty id)
    {
        object? excludedKey = id.Excluded is { } excluded ? RecordKey.KeyOf(entries, excluded, value) : null;
        bool isRow = _path.Depth == 0 && EntryTypes.IsRow(container.GetType());
        if (!isRow)
        {
            CheckExtraProperties(container, id.Given ?? OpsLogId.Property);
        }

        bool first = Open(container, (byte)'{');
        bool textOnly = true;
        IDictionaryEnumerator each = entries.GetEnumerator();
        while (each.MoveNext())
        {
            object key = each.Key;
            if (ReferenceEquals(key, excludedKey) || OpsLogRecordInfo.Is(key, each.Value))
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
            _path.Leave();
        }

        // Strings alone can't conflict, because the dictionary would have refused them.
        if (!textOnly)
        {
            RefuseClash(entries);
        }

        if (isRow)
        {
            WriteAdded(PSObject.AsPSObject(container), id, first);
        }

        Close((byte)'}');
    }

    private void WriteItems(object?[] items)
    {
        CheckExtraProperties(items, null);
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
        CheckExtraProperties(container, null);
        if (container is Array { Rank: > 1 })
        {
            _reductions.Add(_path.ToPropertyName(), Reduction.Flattened);
        }

        bool first = Open(container, (byte)'[');
        int index = 0;
        foreach (object? item in items)
        {
            first = Item(index++, first);
            WriteValue(item);
            _path.Leave();
        }

        Close((byte)']');
    }

    private void CheckExtraProperties(object collection, string? id)
    {
        if (ExtraProperties.On(collection, id))
        {
            _reductions.Add(_path.ToPropertyName(), Reduction.Properties);
        }
    }

    private bool Open(object container, byte bracket)
    {
        if (_path.IsOpen(container))
        {
            throw new ConversionException(Fault.Cycle, _path.ToString(),
                $"{Place()} refers to an object that contains it, and a circular reference can't be stored. Store the id of the other record instead.");
        }

        if (_path.Depth == MaxDepth)
        {
            throw new ConversionException(Fault.TooDeep, _path.ToString(),
                $"{Place()} is nested deeper than the maximum of {MaxDepth} objects and arrays. Store less, or split the value into several records.");
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
            // For example ExitCode of a running process: it has no value, so it is null.
            return null;
        }
    }
}
