using System.Collections.Specialized;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Converts records to objects or hashtables. Use one instance for each pipeline, because it caches property names; it
/// is not thread-safe.
/// </summary>
/// <remarks>about_OpsLog_Records contains the rules as a table.</remarks>
internal sealed class JsonToObject(DateKind dateKind = DateKind.Default)
{
    /// <summary>
    /// The maximum depth of nested objects and arrays. It is higher than for the writer, because other programs write
    /// to a store too, and it is limited, because every level uses stack.
    /// </summary>
    public const int MaxDepth = 1000;

    // Up to this number, comparing a name with each earlier name is faster than a set.
    private const int SmallObject = 32;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };
    private static readonly object True = true;
    private static readonly object False = false;

    private readonly bool _dates = dateKind == DateKind.Default;
    private readonly NameTable _names = new();
    private readonly PropertyPath _path = new();
    private readonly List<string> _seen = [];
    private readonly Stack<List<object?>> _lists = new();
    private bool _asDictionary;

    /// <summary>The stored record, for <c>-AsJson</c>. The id is not part of it.</summary>
    public static string ReadText(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(json);

    /// <summary>
    /// The record as an object. <see cref="OpsLogId.Property"/> precedes the properties of the record, so that a table
    /// with too few columns shows it.
    /// </summary>
    /// <exception cref="ConversionException">The keys are not possible in an object, or this is not a record.</exception>
    public PSObject ReadObject(string id, ReadOnlySpan<byte> json) => (PSObject)ReadRecord(json, id, asDictionary: false);

    /// <summary>The record as an object without its id, as for the values before and after an operation.</summary>
    /// <exception cref="ConversionException">The keys are not possible in an object, or this is not a record.</exception>
    public PSObject ReadObject(ReadOnlySpan<byte> json) => (PSObject)ReadRecord(json, null, asDictionary: false);

    /// <summary>
    /// The record as an ordered dictionary with case-sensitive keys at every level, and with the id as its first entry.
    /// If the record itself has a key with that name, the entry contains the value of the record, and the id is a note
    /// property on the dictionary: <see cref="RecordKey"/> finds both.
    /// </summary>
    /// <returns>An <see cref="OrderedDictionary"/>, or a <see cref="PSObject"/> that wraps one.</returns>
    /// <exception cref="ConversionException">This is not a record.</exception>
    public object ReadDictionary(string id, ReadOnlySpan<byte> json) => ReadRecord(json, id, asDictionary: true);

    /// <summary>The record as a dictionary without its id.</summary>
    /// <exception cref="ConversionException">This is not a record.</exception>
    public object ReadDictionary(ReadOnlySpan<byte> json) => ReadRecord(json, null, asDictionary: true);

    /// <summary>A value of a record, as it is in the object or dictionary for the record.</summary>
    /// <param name="json">The JSON of the value.</param>
    /// <param name="form">The form of nested objects.</param>
    /// <exception cref="ConversionException">The value is not possible in this form.</exception>
    public object? ReadAny(ReadOnlySpan<byte> json, RecordForm form)
    {
        _path.Clear();
        _seen.Clear();
        _asDictionary = form == RecordForm.Hashtable;
        Utf8JsonReader reader = new(json, Options);
        return Utf8.IsValid(json) && reader.Read() ? ReadValue(ref reader) : throw NotUtf8();
    }

    private object ReadRecord(ReadOnlySpan<byte> json, string? id, bool asDictionary)
    {
        _path.Clear();
        _seen.Clear();
        _asDictionary = asDictionary;
        Utf8JsonReader reader = new(json, Options);
        try
        {
            // Checked once for all strings, so that they can be decoded without a search for what would become U+FFFD.
            if (!Utf8.IsValid(json))
            {
                throw NotUtf8();
            }

            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new ConversionException(Fault.NotReadable, "", "The stored record can't be read: it is not a JSON object. Use Get-OpsLogRecord -AsJson to get its text.");
            }

            object record = asDictionary ? FillDictionary(ref reader, id) : FillObject(ref reader, id);
            reader.Read();
            return record;
        }
        catch (JsonException e)
        {
            throw new ConversionException(Fault.NotReadable, _path.ToString(), $"The stored record can't be read: {e.Message.TrimEnd('.')}. Use Get-OpsLogRecord -AsJson to get its text.", e);
        }
    }

    private static ConversionException NotUtf8() =>
        new(Fault.NotReadable, "", "The stored record can't be read: it is not valid UTF-8. Set the whole record again.");

    private object? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => ReadString(in reader),
        JsonTokenType.Number => JsonNumber.Read(reader.ValueSpan) ?? throw new ConversionException(Fault.NumberTooLarge, _path.ToString(),
            $"The number at '{_path}' is too large for every .NET number type. Use Get-OpsLogRecord -AsJson to get the record."),
        JsonTokenType.True => True,
        JsonTokenType.False => False,
        JsonTokenType.StartObject => _asDictionary ? FillDictionary(ref reader, null) : FillObject(ref reader, null),
        JsonTokenType.StartArray => ReadArray(ref reader),
        _ => null,
    };

    private object ReadString(ref readonly Utf8JsonReader reader) =>
        // Dates that this module writes never contain an escape.
        (_dates && !reader.ValueIsEscaped ? DateText.Read(reader.ValueSpan) : null) ?? JsonString.Read(in reader);

    private object?[] ReadArray(ref Utf8JsonReader reader)
    {
        List<object?> items = _lists.Count > 0 ? _lists.Pop() : [];
        _path.Push();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _path.MoveTo(items.Count);
            items.Add(ReadValue(ref reader));
        }

        _path.Pop();
        object?[] result = items.ToArray();
        items.Clear();
        _lists.Push(items);
        return result;
    }

    private PSObject FillObject(ref Utf8JsonReader reader, string? id)
    {
        PSObject target = ObjectFactory.Create();
        PSMemberInfoCollection<PSPropertyInfo> properties = target.Properties;
        int start = _seen.Count;
        if (id is not null)
        {
            RecordTypeName.AddTo(target);
            _seen.Add(OpsLogId.Property);
            properties.Add(new PSNoteProperty(OpsLogId.Property, id), preValidated: true);
        }

        HashSet<string>? many = null;
        _path.Push();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = ReadName(in reader);
            string? same = FindSame(name, start, ref many);
            if (name.Length == 0 || (same is not null && (same != name || (id is not null && same == OpsLogId.Property))))
            {
                throw CannotHold(name, same, id is not null);
            }

            _path.MoveTo(name);
            reader.Read();
            object? value = ReadValue(ref reader);
            if (same is not null)
            {
                // The same key twice: the last one is used, as in JSON.parse.
                properties[name].Value = value;
                continue;
            }

            _seen.Add(name);
            properties.Add(new PSNoteProperty(name, value), preValidated: true);
        }

        _path.Pop();
        _seen.RemoveRange(start, _seen.Count - start);
        return target;
    }

    private object FillDictionary(ref Utf8JsonReader reader, string? id)
    {
        OrderedDictionary target = new(StringComparer.Ordinal);
        if (id is not null)
        {
            target.Add(OpsLogId.Property, id);
        }

        bool ownId = false;
        _path.Push();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = ReadName(in reader);
            _path.MoveTo(name);
            if (id is not null && !ownId && name == OpsLogId.Property)
            {
                ownId = true;
                target.Remove(name);
            }

            reader.Read();
            target[name] = ReadValue(ref reader);
        }

        _path.Pop();
        if (!ownId)
        {
            return target;
        }

        PSObject wrapped = PSObject.AsPSObject(target);
        wrapped.Properties.Add(new PSNoteProperty(OpsLogId.Property, id));
        return wrapped;
    }

    private string ReadName(ref readonly Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? JsonString.Read(in reader) : _names.Get(reader.ValueSpan);

    /// <summary>The earlier name in this object that PowerShell considers the same.</summary>
    private string? FindSame(string name, int start, ref HashSet<string>? many)
    {
        int count = _seen.Count - start;
        if (count > SmallObject)
        {
            // Names are added one by one, so only the last one can be missing in the set.
            many ??= new HashSet<string>(_seen.Skip(start), StringComparer.OrdinalIgnoreCase);
            many.Add(_seen[^1]);
            return many.TryGetValue(name, out string? known) ? known : null;
        }

        for (int i = start; i < _seen.Count; i++)
        {
            string other = _seen[i];
            if (other.Length == name.Length && other.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return other;
            }
        }

        return null;
    }

    private ConversionException CannotHold(string name, string? same, bool hasId)
    {
        // The error concerns the object that contains the key.
        _path.Pop();
        string place = _path.Depth > 0 ? $"'{_path}'" : "The record";
        return name.Length == 0
            ? new ConversionException(Fault.EmptyKey, _path.ToString(), $"{place} contains an empty key, which is not possible in an object. Use Get-OpsLogRecord -AsHashtable to get the record.")
            : hasId && same == OpsLogId.Property
            ? new ConversionException(Fault.ReservedName, name, $"The record contains a property '{name}', which is the name of the property for the id. Use Get-OpsLogRecord -AsHashtable to get the record.")
            : new ConversionException(Fault.CaseConflict, _path.ToString(), $"{place} contains the keys '{same}' and '{name}', which differ only in case and are not possible in the same object. Use Get-OpsLogRecord -AsHashtable to get the record.");
    }
}
