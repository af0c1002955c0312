using System.Text;
using OpsLog.Core.Json;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Filters;

/// <summary>A value in the JSON text of a record, or the id of the record.</summary>
internal readonly ref struct StoredValue
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly ReadOnlySpan<byte> _id;
    private readonly bool _hasDates;

    /// <summary>A value without text.</summary>
    public StoredValue(StoredKind kind) => Kind = kind;

    /// <summary>A value by its JSON.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="hasDates">Whether the text of a date is a date for the shell.</param>
    public StoredValue(ReadOnlySpan<byte> json, bool hasDates)
    {
        _json = json;
        _hasDates = hasDates;
        Kind = json[0] switch
        {
            (byte)'"' => StoredKind.String,
            (byte)'{' => StoredKind.Object,
            (byte)'[' => StoredKind.Array,
            (byte)'t' => StoredKind.True,
            (byte)'f' => StoredKind.False,
            (byte)'n' => StoredKind.Null,
            _ => StoredKind.Number,
        };
    }

    private StoredValue(ReadOnlySpan<byte> id, StoredKind kind)
    {
        _id = id;
        Kind = kind;
    }

    public StoredKind Kind { get; }

    /// <summary>The text of a number, of an array or of an object.</summary>
    public ReadOnlySpan<byte> Json => _json;

    /// <summary>An element of this array.</summary>
    /// <param name="range">Its JSON in <see cref="Json"/>.</param>
    public StoredValue Element(Range range) => new(_json[range], _hasDates);

    /// <summary>A text that differs for different values of the property.</summary>
    public string Key => _json.IsEmpty ? $"{Kind}:{Encoding.UTF8.GetString(_id)}" : Encoding.UTF8.GetString(_json);

    /// <summary>The id of a record, which is a string and never a date.</summary>
    public static StoredValue OfId(ReadOnlySpan<byte> id) => new(id, StoredKind.String);

    /// <summary>The text of a string that is not a date; false for other values and for text with escapes.</summary>
    public bool TryGetText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (Kind != StoredKind.String)
        {
            return false;
        }

        text = _json.IsEmpty ? _id : _json[1..^1];
        return _json.IsEmpty || !(text.Contains((byte)'\\') || (_hasDates && ClockText.IsCandidate(text)));
    }

    /// <summary>The date that the shell gets for a string; null if it gets none.</summary>
    public object? AsDate() => Kind == StoredKind.String && _hasDates ? DateText.Read(_json[1..^1]) : null;

    /// <summary>The value as the shell gets it.</summary>
    /// <exception cref="ConversionException">The value is not possible in an object.</exception>
    public object? ToObject(JsonToObject reader, RecordForm form) =>
        !_json.IsEmpty ? reader.ReadAny(_json, form) : Kind == StoredKind.String ? Encoding.UTF8.GetString(_id) : null;
}
