namespace OpsLog.Core.Json;

/// <summary>Compares the values of JSON numbers in all their digits: 1, 1.0 and 10e-1 are equal, 9007199254740992 and 9007199254740993 are not.</summary>
internal static class JsonNumberValue
{
    /// <summary>With a longer exponent, only equal texts are equal numbers.</summary>
    private const int MaximumExponentDigits = 9;

    /// <summary>Whether two well-formed values are numbers of equal value.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> ours = left.Length <= 128 ? stackalloc byte[left.Length] : new byte[left.Length];
        Span<byte> theirs = right.Length <= 128 ? stackalloc byte[right.Length] : new byte[right.Length];
        return TryRead(left, ref ours, out bool negative, out long exponent)
            && TryRead(right, ref theirs, out bool otherNegative, out long otherExponent)
            && ours.SequenceEqual(theirs)
            && (ours.IsEmpty || (negative == otherNegative && exponent == otherExponent));
    }

    /// <summary>Reads a number as its digits without zeros at both ends, times a power of ten.</summary>
    private static bool TryRead(ReadOnlySpan<byte> number, ref Span<byte> digits, out bool negative, out long exponent)
    {
        negative = number[0] == '-';
        exponent = 0;
        int count = 0;
        bool inFraction = false;
        int at = negative ? 1 : 0;
        for (; at < number.Length && number[at] is not ((byte)'e' or (byte)'E'); at++)
        {
            if (number[at] == '.')
            {
                inFraction = true;
                continue;
            }

            if (!char.IsAsciiDigit((char)number[at]))
            {
                return false;
            }

            digits[count++] = number[at];
            exponent -= inFraction ? 1 : 0;
        }

        if (!TryReadExponent(number[at..], ref exponent))
        {
            return false;
        }

        int end = digits[..count].LastIndexOfAnyExcept((byte)'0') + 1;
        exponent += count - end;
        digits = digits[..end].TrimStart((byte)'0');
        return true;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, ref long exponent)
    {
        if (text.IsEmpty)
        {
            return true;
        }

        bool negative = text[1] == '-';
        text = text[(text[1] is (byte)'-' or (byte)'+' ? 2 : 1)..].TrimStart((byte)'0');
        if (text.Length > MaximumExponentDigits)
        {
            return false;
        }

        long value = 0;
        foreach (byte digit in text)
        {
            value = (value * 10) + (digit - '0');
        }

        exponent += negative ? -value : value;
        return true;
    }
}
