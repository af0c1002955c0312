using System.Buffers.Text;
using OpsLog.Core.Json;

namespace OpsLog.Core.Model;

/// <summary>
/// The fields of one small JSON object, looked up by name; the last of equal keys counts, as in JavaScript.
/// </summary>
internal readonly ref struct JsonFields
{
    private readonly ReadOnlySpan<byte> _text;

    private JsonFields(ReadOnlySpan<byte> text, bool isTooDeep)
    {
        _text = text;
        IsTooDeep = isTooDeep;
    }

    /// <summary>Takes a text as one object; false, with the offset of the fault, where it is none.</summary>
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

    /// <summary>Whether the text was refused because it nests deeper than is read.</summary>
    public bool IsTooDeep { get; }

    /// <summary>The fields one by one.</summary>
    public JsonMembers Members => new(_text);

    /// <summary>The bytes of a field's value; empty where there is no such field.</summary>
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

    /// <summary>A value as a string; null where it is none.</summary>
    public static string? Text(ReadOnlySpan<byte> value) => Bytes(value) is { } bytes ? JsonText.Decode(bytes) : null;

    /// <summary>The bytes of a value that is a string; null where it is none.</summary>
    public static byte[]? Bytes(ReadOnlySpan<byte> value) =>
        value.Length >= 2 && value[0] == '"' ? JsonText.Plain(value[1..^1]).ToArray() : null;

    /// <summary>A value as a whole number that is not negative; null where it is none.</summary>
    public static long? Number(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out long number, out int read) && read == value.Length && number >= 0 ? number : null;
}
