using System.Globalization;
using System.Text;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Dates as text, and back. Each value has exactly one text, and only that text becomes a date again,
/// so reading and writing back changes no byte on any machine, whatever its time zone:
/// <list type="bullet">
/// <item>The clock has three decimals where they say everything, otherwise seven. Three is what
/// JavaScript writes, so its dates are dates here, all of them and not just those that end in no zero.</item>
/// <item>A UTC date ends in <c>Z</c>; one of unspecified kind in nothing; a <see cref="DateTimeOffset"/>
/// in its offset, <c>+00:00</c> included.</item>
/// <item>A local date ends in the offset this machine's clock had at that moment, or in <c>Z</c> where
/// that is zero.</item>
/// <item>Text with an offset becomes a local <see cref="DateTime"/> where this machine would have written
/// it for one (so <c>Get-Date</c> comes back as it went in, and compares with <c>Get-Date</c>), and a
/// <see cref="DateTimeOffset"/> elsewhere. The moment and the text are the same either way.</item>
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

    /// <summary>The value this very text is written for, as a boxed date, or null where there is none.</summary>
    public static object? Read(ReadOnlySpan<byte> text)
    {
        // Most strings are no dates; these comparisons turn nearly all of them away.
        if (text.Length is < ClockLength or > MaxLength
            || text[4] != '-' || text[10] != 'T' || text[19] != '.' || !TryReadClock(text, out long ticks, out int length))
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
            // Four zeros are not how this module writes it: such text stays text.
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
            // No moment, but the text of a local DateTime's first or last hours, such as MinValue, on this very machine.
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

    /// <summary>The number these digits make, or -1 where one of them is none.</summary>
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
