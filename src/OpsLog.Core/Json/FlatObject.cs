using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace OpsLog.Core.Json;

/// <summary>
/// Searches a key in the text of an object as most records are: without white space, escapes and nested objects. There, a
/// quote, a name, a quote and a colon are a key, so that the names of the other keys and their values need not be read.
/// </summary>
internal static class FlatObject
{
    private const int Width = 32;

    /// <summary>Where a key begins in the text, its quote included.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">The name, in ASCII without quotes and backslashes.</param>
    /// <param name="ignoreCase">Whether names that differ only in case are the same.</param>
    /// <param name="at">The offset; -1 if there is no such key.</param>
    /// <returns>False if the text is something else, or contains the key more than once.</returns>
    public static bool TryFind(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, bool ignoreCase, out int at)
    {
        at = -1;
        return json.Length >= Width + name.Length + 3 && json[0] == '{' && json[^1] == '}' && IsFlat(json) && TryFindOnce(json, name, ignoreCase, ref at);
    }

    /// <summary>Whether the quotes and brackets of a text are those of one object that contains no other one.</summary>
    private static bool IsFlat(ReadOnlySpan<byte> json)
    {
        int quotes = 0, open = 0, close = 0, arrays = 0;
        int start = 0;
        for (uint mask = uint.MaxValue; start < json.Length; start += Width)
        {
            if (start + Width > json.Length)
            {
                // The last block overlaps the one before it.
                mask <<= start + Width - json.Length;
                start = json.Length - Width;
            }

            Vector256<byte> bytes = Vector256.Create(json[start..]);
            if (Vector256.EqualsAny(bytes, Vector256.Create((byte)'\\')))
            {
                return false;
            }

            // In ASCII, the bit 0x20 is the difference between square and curly brackets.
            Vector256<byte> curly = bytes | Vector256.Create((byte)0x20);
            quotes += BitOperations.PopCount(Vector256.Equals(bytes, Vector256.Create((byte)'"')).ExtractMostSignificantBits() & mask);
            uint brackets = (Vector256.Equals(curly, Vector256.Create((byte)'{')) | Vector256.Equals(curly, Vector256.Create((byte)'}'))).ExtractMostSignificantBits() & mask;
            for (; brackets != 0; brackets &= brackets - 1)
            {
                byte bracket = json[start + BitOperations.TrailingZeroCount(brackets)];
                open += bracket == '{' ? 1 : 0;
                close += bracket == '}' ? 1 : 0;
                arrays += bracket == '[' ? 1 : bracket == ']' ? -1 : 0;
            }
        }

        return open == 1 && close == 1 && arrays == 0 && (quotes & 1) == 0;
    }

    private static bool TryFindOnce(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, bool ignoreCase, ref int at)
    {
        Vector256<byte> quote = Vector256.Create((byte)'"');
        Vector256<byte> colon = Vector256.Create((byte)':');
        int last = json.Length - name.Length - 3;
        for (int start = 0; start <= last; start += Width)
        {
            start = Math.Min(start, last - Width + 1);
            uint candidates = (Vector256.Equals(Vector256.Create(json[start..]), quote)
                & Vector256.Equals(Vector256.Create(json[(start + name.Length + 1)..]), quote)
                & Vector256.Equals(Vector256.Create(json[(start + name.Length + 2)..]), colon)).ExtractMostSignificantBits();
            for (; candidates != 0; candidates &= candidates - 1)
            {
                int found = start + BitOperations.TrailingZeroCount(candidates);
                ReadOnlySpan<byte> key = json.Slice(found + 1, name.Length);
                if (found == at || !(ignoreCase ? Ascii.EqualsIgnoreCase(key, name) : key.SequenceEqual(name)))
                {
                    continue;
                }

                if (at >= 0 || json[found - 1] is not ((byte)',' or (byte)'{'))
                {
                    return false;
                }

                at = found;
            }
        }

        return true;
    }
}
