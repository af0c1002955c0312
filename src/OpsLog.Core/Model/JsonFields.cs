using System.Buffers.Text;
using OpsLog.Core.Json;

namespace OpsLog.Core.Model;

/// <summary>The fields of one small JSON object by name; of duplicate keys the last one is used, as in JavaScript.</summary>
internal readonly ref struct JsonFields
{
    private readonly ReadOnlySpan<byte> _text;

    private JsonFields(ReadOnlySpan<byte> text, bool isTooDeep)
    {
        _text = text;
        IsTooDeep = isTooDeep;
    }

    /// <summary>Reads a text as one object; false, with the offset of the fault, if it is not an object.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> text, out JsonFields fields, out int faultOffset)
    {
        JsonMembers members = new(text);
        while (members.MoveNext())
        {
        }

        fields = new JsonFields(text, members.IsTooDeep);
        faultOffset = members.Position;
        return members.IsWhole;
    }

    /// <summary>Whether the text was refused because it is nested too deeply.</summary>
    public bool IsTooDeep { get; }

    /// <summary>The fields one by one.</summary>
    public JsonMembers Members => new(_text);

    /// <summary>The bytes of the value of a field; empty if the field does not exist.</summary>
    public ReadOnlySpan<byte> this[ReadOnlySpan<byte> name]
    {
        get
        {
            ReadOnlySpan<byte> value = default;
            JsonMembers members = new(_text);
            while (members.MoveNext())
            {
                if (members.Key.SequenceEqual(name))
                {
                    value = members.Value;
                }
            }

            return value;
        }
    }

    /// <summary>A value as a string; null if it is not a string.</summary>
    public static string? Text(ReadOnlySpan<byte> value) => Bytes(value) is { } bytes ? JsonText.Decode(bytes) : null;

    /// <summary>The bytes of a string value; null if it is not a string.</summary>
    public static byte[]? Bytes(ReadOnlySpan<byte> value) =>
        value.Length >= 2 && value[0] == '"' ? JsonText.Plain(value[1..^1]).ToArray() : null;

    /// <summary>A value as a non-negative whole number; null if it is not one.</summary>
    public static long? Number(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out long number, out int read) && read == value.Length && number >= 0 ? number : null;

    /// <summary>The content of a non-empty string.</summary>
    public static bool TryText(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> raw)
    {
        bool isText = value.Length > 2 && value[0] == '"';
        raw = isText ? value[1..^1] : default;
        return isText;
    }
}
