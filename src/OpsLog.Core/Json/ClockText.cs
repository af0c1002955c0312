namespace OpsLog.Core.Json;

/// <summary>
/// The date and time in the text of a date, without its zone: <c>2026-11-22T12:32:33.764</c>, or seven decimals if the
/// last four are not zero.
/// </summary>
public static class ClockText
{
    /// <summary>The longest text of a date: seven decimals and an offset.</summary>
    public const int MaxLength = 33;

    /// <summary>The length with three decimals.</summary>
    public const int Length = 23;

    /// <summary>The length with seven decimals.</summary>
    public const int LongLength = 27;

    /// <summary>Whether a string can be a date. Most strings are not, and this excludes nearly all of them.</summary>
    public static bool IsCandidate(ReadOnlySpan<byte> text) =>
        text.Length is >= Length and <= MaxLength && text[4] == '-' && text[10] == 'T' && text[19] == '.';

    /// <summary>Reads the date and time of a text for which <see cref="IsCandidate"/> is true.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ticks">The ticks of the <see cref="DateTime"/>.</param>
    /// <param name="length">Where the zone begins.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = Length;
        int year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
        int hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
        int fraction = Digits(text, 20, 3);
        if (text[7] != '-' || text[13] != ':' || text[16] != ':' || fraction < 0
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        fraction *= 10_000;
        if (text.Length >= LongLength && Digits(text, 23, 4) is var rest and >= 0)
        {
            // Four zeros are not written, so such a string is no date.
            if (rest == 0)
            {
                return false;
            }

            fraction += rest;
            length = LongLength;
        }

        ticks = new DateTime(year, month, day, hour, minute, second).Ticks + fraction;
        return true;
    }

    /// <summary>The number that digits in a text represent; -1 if one of them is not a digit.</summary>
    public static int Digits(ReadOnlySpan<byte> text, int start, int count)
    {
        int value = 0;
        foreach (byte b in text.Slice(start, count))
        {
            if (!char.IsAsciiDigit((char)b))
            {
                return -1;
            }

            value = (value * 10) + (b - '0');
        }

        return value;
    }
}
