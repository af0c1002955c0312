using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace OpsLog.Core.Json;

/// <summary>
/// Recognises the text of one object as this engine writes it: well-formed, without white space between its parts, and
/// not deeply nested. Everything else is left to <see cref="JsonWalker"/>, which takes several times as long.
/// </summary>
/// <remarks>
/// A mask has a bit for each byte of a block of 64. Without white space, the byte before a part determines what
/// the part can be, so a few shifted masks check all parts of a block at once. Only brackets, members, scalars and
/// escapes are examined one by one.
/// </remarks>
internal ref struct CompactObject
{
    /// <summary>The number of levels that the bits of a word can describe.</summary>
    private const int MaximumDepth = 64;

    private readonly ReadOnlySpan<byte> _text;
    private readonly Span<CompactMember> _members;

    // What the last byte of the previous block was. Bit 0 of the masks of this block, or all bits.
    private ulong _inString;
    private ulong _isEscaped;
    private ulong _inKey;
    private ulong _afterKey;
    private ulong _afterOpen;
    private ulong _afterSeparator;
    private ulong _afterColon = 1;
    private ulong _afterScalar;

    // All bits are set while the innermost container is an array, or the object itself.
    private ulong _inArray;
    private ulong _onTop;

    // A bit for each open container, the innermost one last: whether it is an array.
    private ulong _arrays;
    private int _level;
    private int _values;
    private int _ends;
    private ulong _notAscii;

    private CompactObject(ReadOnlySpan<byte> text, Span<CompactMember> members)
    {
        _text = text;
        _members = members;
    }

    /// <summary>The number of members.</summary>
    public int Count { get; private set; }

    /// <summary>The deepest nesting; 1 for an object of plain values.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether the text is ASCII. If not, the caller has to check whether it is UTF-8.</summary>
    public readonly bool IsAscii => _notAscii == 0;

    /// <summary>Whether a text is such an object, with any number of members, in UTF-8.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text) => TryRead(text, [], out CompactObject found) && (found.IsAscii || Utf8.IsValid(text));

    /// <summary>
    /// Lists the members; with no room at all, none is listed. False if the text is not such an object, or has more members than there is room for; it can
    /// be well-formed nevertheless.
    /// </summary>
    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryRead(ReadOnlySpan<byte> text, Span<CompactMember> members, out CompactObject found)
    {
        found = new CompactObject(text, members);
        if (!Vector128.IsHardwareAccelerated || text.Length < 2 || text[0] != '{' || text[^1] != '}')
        {
            return false;
        }

        Span<byte> padded = stackalloc byte[ByteBlock.Length];
        for (int at = 0; at < text.Length; at += ByteBlock.Length)
        {
            int missing = Math.Max(0, at + ByteBlock.Length - text.Length);
            ReadOnlySpan<byte> bytes = text.Length >= ByteBlock.Length ? text[(at - missing)..] : Pad(text, padded);
            if (!found.TryBlock(new ByteBlock(bytes, missing), at))
            {
                return false;
            }
        }

        return found.TryEnd();
    }

    private static ReadOnlySpan<byte> Pad(ReadOnlySpan<byte> text, Span<byte> padded)
    {
        text.CopyTo(padded[(ByteBlock.Length - text.Length)..]);
        return padded;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryBlock(in ByteBlock block, int at)
    {
        ulong quotes = block.Are((byte)'"');
        ulong slashes = block.Are((byte)'\\');
        _notAscii |= block.NotAscii;
        if (((slashes | _isEscaped) != 0 && !TryEscapes(slashes, at, ref quotes)) || block.Controls != 0)
        {
            return false;
        }

        // From the opening quote of a string to the byte before the closing one.
        ulong strings = ByteMask.PrefixXor(quotes) ^ _inString;
        _inString = (ulong)((long)strings >> 63);
        ulong outside = block.All & ~(strings | quotes);
        ulong opens = outside & block.AreInAnyCase((byte)'{');
        ulong closes = outside & block.AreInAnyCase((byte)'}');
        ulong commas = outside & block.Are((byte)',');
        ulong colons = outside & block.Are((byte)':');
        ulong scalars = outside & ~(opens | closes | commas | colons);

        ulong inArray = _inArray;
        ulong onTop = _onTop;
        if ((opens | closes) != 0 && !TryBrackets(opens, closes, at, ref inArray, ref onTop))
        {
            return false;
        }

        // A part begins behind an opening bracket, a comma or a colon, and nowhere else. The rest of a scalar and what
        // ends a part are behind something else. Only an empty container ends directly behind its opening bracket.
        ulong afterOpen = ByteMask.Shift(opens, ref _afterOpen);
        ulong afterSeparator = ByteMask.Shift(opens | commas, ref _afterSeparator);
        ulong afterColon = ByteMask.Shift(colons, ref _afterColon);
        ulong afterScalar = ByteMask.Shift(scalars, ref _afterScalar);
        ulong openingQuotes = quotes & strings;
        ulong ends = (closes & ~afterOpen) | commas | colons;
        ulong begins = afterSeparator | afterColon;
        ulong wrong = (begins & ends) | ((openingQuotes | opens | (scalars & ~afterScalar)) & ~begins);

        // In an object, what begins behind a bracket or a comma is a key, and a colon is behind each key and nowhere else.
        ulong keys = afterSeparator & ~inArray & ~(afterOpen & closes);
        wrong |= keys & ~openingQuotes;
        wrong |= ByteMask.Shift(EndsOf(keys, strings), ref _afterKey) ^ colons;
        ulong scalarStarts = scalars & begins;
        return (wrong & block.All) == 0
            && (scalarStarts == 0 || TryScalars(scalarStarts, at))
            && TryMembers(keys & onTop, colons & onTop, commas & onTop, at);
    }

    private bool TryEnd()
    {
        if (Count > 0)
        {
            _members[Count - 1].ValueEnd = _text.Length - 1;
        }

        return _level == 0;
    }

    /// <summary>Removes the quotes that are escaped; false if one of the escapes does not exist.</summary>
    private bool TryEscapes(ulong slashes, int at, ref ulong quotes)
    {
        ulong escaped = _isEscaped;
        ulong left = slashes & ~escaped;
        _isEscaped = 0;
        while (left != 0)
        {
            int bit = BitOperations.TrailingZeroCount(left);
            if (!IsEscape(_text[(at + bit + 1)..]))
            {
                return false;
            }

            escaped |= 2UL << bit;
            left &= ~(3UL << bit);
            _isEscaped = bit == ByteBlock.Length - 1 ? 1UL : 0;
        }

        quotes &= ~escaped;
        return true;
    }

    /// <summary>Follows the brackets of a block, and marks where it is in an array and where in the object itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryBrackets(ulong opens, ulong closes, int at, ref ulong inArray, ref ulong onTop)
    {
        for (ulong left = opens | closes; left != 0; left &= left - 1)
        {
            int bit = BitOperations.TrailingZeroCount(left);
            ulong isArray = _text[at + bit] is (byte)'[' or (byte)']' ? 1UL : 0;
            if (((opens >> bit) & 1) != 0)
            {
                if (_level == MaximumDepth)
                {
                    return false;
                }

                _arrays = (_arrays << 1) | isArray;
                Depth = Math.Max(Depth, ++_level);
            }
            else
            {
                if (_level == 0 || (_arrays & 1) != isArray || (_level == 1 && at + bit != _text.Length - 1))
                {
                    return false;
                }

                _arrays >>= 1;
                _level--;
            }

            _inArray = 0 - (_arrays & 1);
            _onTop = _level == 1 ? ulong.MaxValue : 0;
            ulong behind = (ulong.MaxValue - 1) << bit;
            inArray = (inArray & ~behind) | (_inArray & behind);
            onTop = (onTop & ~behind) | (_onTop & behind);
        }

        return true;
    }

    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly bool TryScalars(ulong starts, int at)
    {
        for (; starts != 0; starts &= starts - 1)
        {
            int start = at + BitOperations.TrailingZeroCount(starts);
            int end = start + 1;

            // Most are one digit.
            if (!char.IsAsciiDigit((char)_text[start]) || !IsEnd(_text[end]))
            {
                JsonWalker walker = new(_text, start);
                if (_text[start] == ' ' || !walker.TryValue() || !IsEnd(_text[walker.Position]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryMembers(ulong keys, ulong colons, ulong commas, int at)
    {
        if (_members.IsEmpty)
        {
            return true;
        }

        for (; keys != 0; keys &= keys - 1)
        {
            if (Count == _members.Length)
            {
                return false;
            }

            _members[Count++].KeyStart = at + BitOperations.TrailingZeroCount(keys) + 1;
        }

        for (; colons != 0; colons &= colons - 1)
        {
            int colon = at + BitOperations.TrailingZeroCount(colons);
            ref CompactMember member = ref _members[_values++];
            member.KeyEnd = colon - 1;
            member.ValueStart = colon + 1;
        }

        for (; commas != 0; commas &= commas - 1)
        {
            _members[_ends++].ValueEnd = at + BitOperations.TrailingZeroCount(commas);
        }

        return true;
    }

    /// <summary>The ends of the strings that begin with a key's quote: adding the quote carries to the end of the string.</summary>
    private ulong EndsOf(ulong keys, ulong strings)
    {
        ulong sum = strings + keys;
        ulong ends = sum + _inKey;
        _inKey = sum < strings || ends < sum ? 1UL : 0;
        return ends & ~strings;
    }

    private static bool IsEnd(byte value) => value is (byte)',' or (byte)'}' or (byte)']';

    private static bool IsEscape(ReadOnlySpan<byte> text) =>
        text.Length > 0
        && (text[0] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t'
            || (text[0] == 'u' && text.Length > 4 && char.IsAsciiHexDigit((char)text[1]) && char.IsAsciiHexDigit((char)text[2])
                && char.IsAsciiHexDigit((char)text[3]) && char.IsAsciiHexDigit((char)text[4])));
}
