using System.Globalization;
using System.Text;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Converts dates to strings and back. Each value has exactly one string, and only that string is converted back to a
/// date, so reading and writing back changes no byte on any machine, in any time zone:
/// <list type="bullet">
/// <item>The time has three decimals if they are sufficient, otherwise seven. JavaScript writes three, so all of its
/// dates are dates here, not only those that do not end with a zero.</item>
/// <item>A UTC date ends with <c>Z</c>; a date of unspecified kind has no suffix; a <see cref="DateTimeOffset"/> ends
/// with its offset, including <c>+00:00</c>.</item>
/// <item>A local date ends with the offset that the clock of this machine had at that moment, or with <c>Z</c> if the
/// offset is zero.</item>
/// <item>A string with an offset is converted to a local <see cref="DateTime"/> if this machine would have written it
/// for one (so a value from <c>Get-Date</c> is returned unchanged, and can be compared with <c>Get-Date</c>), and
/// otherwise to a <see cref="DateTimeOffset"/>. The moment and the string are the same in both cases.</item>
/// </list>
/// </summary>
internal static class DateText
{
    /// <summary>The longest text: seven decimals and an offset.</summary>
    public const int MaxLength = 33;

    private const int ClockLength = 23;
    private const int LongClockLength = 27;

    /// <returns>The bytes written.</returns>
    public static int Format(DateTime value, Span<byte> target)
    {
        int length = FormatClock(value, target);
        switch (value.Kind)
        {
            case DateTimeKind.Unspecified:
                return length;
            case DateTimeKind.Local when TimeZoneInfo.Local.GetUtcOffset(value) is { Ticks: not 0 } offset:
                return length + FormatOffset(offset, target[length..]);
            default:
                target[length] = (byte)'Z';
                return length + 1;
        }
    }

    /// <returns>The bytes written.</returns>
    public static int Format(DateTimeOffset value, Span<byte> target)
    {
        int length = FormatClock(value.DateTime, target);
        return length + FormatOffset(value.Offset, target[length..]);
    }

    public static string ToText(DateTime value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Format(value, text)]);
    }

    public static string ToText(DateTimeOffset value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Format(value, text)]);
    }

    /// <summary>The boxed date for exactly this string; null if there is none.</summary>
    public static object? Read(ReadOnlySpan<byte> text)
    {
        if (!IsCandidate(text) || !TryReadClock(text, out long ticks, out int length))
        {
            return null;
        }

        ReadOnlySpan<byte> zone = text[length..];
        return zone.Length switch
        {
            0 => new DateTime(ticks),
            1 when zone[0] == 'Z' => new DateTime(ticks, DateTimeKind.Utc),
            6 => ReadWithOffset(ticks, zone),
            _ => null,
        };
    }

    /// <summary>Whether a string can be a date. Most strings are not, and this excludes nearly all of them.</summary>
    public static bool IsCandidate(ReadOnlySpan<byte> text) =>
        text.Length is >= ClockLength and <= MaxLength && text[4] == '-' && text[10] == 'T' && text[19] == '.';

    private static int FormatClock(DateTime value, Span<byte> target)
    {
        new DateTime(value.Ticks).TryFormat(target, out _, "O", CultureInfo.InvariantCulture);
        return value.Ticks % TimeSpan.TicksPerMillisecond == 0 ? ClockLength : LongClockLength;
    }

    private static int FormatOffset(TimeSpan offset, Span<byte> target)
    {
        int minutes = (int)Math.Abs(offset.Ticks / TimeSpan.TicksPerMinute);
        target[0] = (byte)(offset.Ticks < 0 ? '-' : '+');
        PutTwo(minutes / 60, target[1..]);
        target[3] = (byte)':';
        PutTwo(minutes % 60, target[4..]);
        return 6;

        static void PutTwo(int value, Span<byte> target)
        {
            target[0] = (byte)('0' + (value / 10));
            target[1] = (byte)('0' + (value % 10));
        }
    }

    private static bool TryReadClock(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = ClockLength;
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
        if (text.Length >= LongClockLength && Digits(text, 23, 4) is var rest and >= 0)
        {
            // This module does not write four zeros, so such a string stays a string.
            if (rest == 0)
            {
                return false;
            }

            fraction += rest;
            length = LongClockLength;
        }

        ticks = new DateTime(year, month, day, hour, minute, second).Ticks + fraction;
        return true;
    }

    private static object? ReadWithOffset(long ticks, ReadOnlySpan<byte> zone)
    {
        int hours = Digits(zone, 1, 2), minutes = Digits(zone, 4, 2);
        long offset = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute;
        bool negative = zone[0] == '-';
        if ((!negative && zone[0] != '+') || zone[3] != ':' || hours < 0 || minutes is < 0 or > 59
            || offset > 14 * TimeSpan.TicksPerHour || (negative && offset == 0))
        {
            return null;
        }

        offset = negative ? -offset : offset;
        if (ticks - offset < 0 || ticks - offset > DateTime.MaxValue.Ticks)
        {
            // Not a valid moment in every time zone, but on this machine the string of the first or last hours of a
            // local DateTime, such as MinValue.
            DateTime edge = new(ticks, DateTimeKind.Local);
            return offset != 0 && TimeZoneInfo.Local.GetUtcOffset(edge).Ticks == offset ? edge : null;
        }

        DateTimeOffset value = new(ticks, new TimeSpan(offset));
        if (offset != 0)
        {
            DateTime local = value.LocalDateTime;
            if (local.Ticks == ticks && TimeZoneInfo.Local.GetUtcOffset(local).Ticks == offset)
            {
                return local;
            }
        }

        return value;
    }

    /// <summary>The number that these digits represent; -1 if one of them is not a digit.</summary>
    private static int Digits(ReadOnlySpan<byte> text, int start, int count)
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
