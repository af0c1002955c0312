using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace OpsLog.Core.Json;

/// <summary>
/// The name of a property, which finds the value of the property in the JSON text of an object without creating
/// objects. It can be used by several threads.
/// </summary>
public sealed class PropertyName
{
    private readonly byte[] _utf8;
    private readonly bool _ignoreCase;
    private readonly bool _isPlain;

    /// <summary>Prepares the search for a name.</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="ignoreCase">Whether names that differ only in case are the same; see <see cref="StringComparison.OrdinalIgnoreCase"/>.</param>
    public PropertyName(string name, bool ignoreCase)
    {
        Name = name;
        _utf8 = JsonText.Encode(name);
        _ignoreCase = ignoreCase;
        _isPlain = Ascii.IsValid(_utf8) && _utf8.AsSpan().IndexOfAny((byte)'\\', (byte)'"') < 0;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>
    /// The names in a path of properties, from the outer object inwards. Text with an empty part is one name, not a path.
    /// </summary>
    /// <param name="property">A name, or names that are separated by dots.</param>
    public static string[] NamesOf(string property) => property.Split('.') is var names && names.Contains("") ? [property] : names;

    /// <summary>
    /// Finds the value of the property at the top level of an object. If the same name occurs several times, the value is
    /// the last one, as in JSON.parse.
    /// </summary>
    /// <param name="json">A JSON object in UTF-8.</param>
    /// <param name="value">The value as it is written, without white space around it; empty if there is none.</param>
    public PropertyMatch Find(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> value)
    {
        if (TryFindFlat(json, out PropertyMatch match, out value) || TryFindQuickly(json, out match, out value))
        {
            return match;
        }

        ReadOnlySpan<byte> key = default;
        JsonMembers members = new(json);
        while (members.MoveNext())
        {
            if (!IsSame(members.RawKey))
            {
                continue;
            }

            if (IsAnother(key, members.RawKey))
            {
                value = default;
                return PropertyMatch.Ambiguous;
            }

            key = members.RawKey;
            value = members.Value;
        }

        if (!members.IsWhole)
        {
            value = default;
            return PropertyMatch.Unreadable;
        }

        return value.IsEmpty ? PropertyMatch.Missing : PropertyMatch.Found;
    }

    /// <summary>The same for an object without nested objects, as most records are.</summary>
    private bool TryFindFlat(ReadOnlySpan<byte> json, out PropertyMatch match, out ReadOnlySpan<byte> value)
    {
        match = PropertyMatch.Missing;
        value = default;
        if (!_isPlain || !FlatObject.TryFind(json, _utf8, _ignoreCase, out int at))
        {
            return false;
        }

        if (at < 0)
        {
            return true;
        }

        match = PropertyMatch.Found;
        int start = at + _utf8.Length + 3;
        JsonWalker walker = new(json[start..]);
        if (!walker.TryValue())
        {
            return false;
        }

        value = json.Slice(start, walker.Position);
        int end = start + walker.Position;
        return end == json.Length - 1 || (json[end] == ',' && json[end + 1] == '"');
    }

    /// <summary>
    /// The same for an object as records are stored: without white space, and without escapes. False if the text is
    /// something else. It looks only at quotes and brackets, which takes half of the time of Utf8JsonReader (0.53, a record
    /// of 170 bytes).
    /// </summary>
    private bool TryFindQuickly(ReadOnlySpan<byte> json, out PropertyMatch match, out ReadOnlySpan<byte> value)
    {
        match = PropertyMatch.Missing;
        value = default;
        int depth = 0, quote = -1, keyStart = 0, keyLength = 0, valueStart = -1;
        for (int block = 0; block < json.Length; block += Vector256<byte>.Count)
        {
            if (!TryMark(json[block..], out uint marks))
            {
                return false;
            }

            for (; marks != 0; marks &= marks - 1)
            {
                int at = block + BitOperations.TrailingZeroCount(marks);
                byte mark = json[at];
                if (mark != '"')
                {
                    depth += quote >= 0 ? 0 : (mark | 0x20) == '{' ? 1 : -1;
                    continue;
                }

                if (quote < 0)
                {
                    quote = at;
                    continue;
                }

                int start = quote + 1;
                quote = -1;
                if (depth != 1 || at + 1 >= json.Length || json[at + 1] != ':')
                {
                    continue;
                }

                // A key: the value before it ends at the comma.
                if (json[start - 2] is not ((byte)',' or (byte)'{'))
                {
                    return false;
                }

                if (valueStart >= 0)
                {
                    value = json[valueStart..(start - 2)];
                    valueStart = -1;
                }

                ReadOnlySpan<byte> rawKey = json[start..at];
                if (IsSame(rawKey))
                {
                    match = match == PropertyMatch.Ambiguous || IsAnother(json.Slice(keyStart, keyLength), rawKey) ? PropertyMatch.Ambiguous : PropertyMatch.Found;
                    (keyStart, keyLength, valueStart) = (start, rawKey.Length, at + 2);
                }
            }
        }

        if (depth != 0 || quote >= 0 || json.IsEmpty || json[0] != '{' || json[^1] != '}')
        {
            return false;
        }

        value = match == PropertyMatch.Ambiguous ? default : valueStart >= 0 ? json[valueStart..^1] : value;
        return match != PropertyMatch.Found || IsValue(value);
    }

    /// <summary>A bit for each quote and bracket in the first bytes of a text; false if there is an escape.</summary>
    private static bool TryMark(ReadOnlySpan<byte> text, out uint marks)
    {
        Vector256<byte> bytes = text.Length >= Vector256<byte>.Count ? Vector256.Create(text) : Padded(text);

        // In ASCII, the bit 0x20 is the difference between square and curly brackets.
        Vector256<byte> curly = bytes | Vector256.Create((byte)0x20);
        marks = (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
            | Vector256.Equals(curly, Vector256.Create((byte)'{'))
            | Vector256.Equals(curly, Vector256.Create((byte)'}'))).ExtractMostSignificantBits();
        return !Vector256.EqualsAny(bytes, Vector256.Create((byte)'\\'));
    }

    private static Vector256<byte> Padded(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = stackalloc byte[Vector256<byte>.Count];
        bytes.Clear();
        text.CopyTo(bytes);
        return Vector256.Create<byte>(bytes);
    }

    private static bool IsValue(ReadOnlySpan<byte> value)
    {
        JsonWalker walker = new(value);
        return walker.TryValue() && walker.AtEnd;
    }

    private bool IsAnother(ReadOnlySpan<byte> known, ReadOnlySpan<byte> rawKey) =>
        _ignoreCase && !known.IsEmpty && !JsonText.KeysEqual(known, rawKey);

    private bool IsSame(ReadOnlySpan<byte> rawKey)
    {
        if (!_isPlain)
        {
            return IsSameText(rawKey);
        }

        // No other character is the same as one of ASCII, so another key of the same name contains escapes and is longer.
        return rawKey.Length == _utf8.Length
            ? _ignoreCase ? Ascii.EqualsIgnoreCase(rawKey, _utf8) : rawKey.SequenceEqual(_utf8)
            : rawKey.Length > _utf8.Length && rawKey.Contains((byte)'\\') && IsSameText(rawKey);
    }

    private bool IsSameText(ReadOnlySpan<byte> rawKey) => JsonText.Decode(JsonText.Plain(rawKey)).Equals(
        Name, _ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
