using System.Globalization;
using System.Text;
using OpsLog.Core.Json;

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
        Span<byte> text = stackalloc byte[ClockText.MaxLength];
        return Encoding.ASCII.GetString(text[..Format(value, text)]);
    }

    public static string ToText(DateTimeOffset value)
    {
        Span<byte> text = stackalloc byte[ClockText.MaxLength];
        return Encoding.ASCII.GetString(text[..Format(value, text)]);
    }

    /// <summary>The boxed date for exactly this string; null if there is none.</summary>
    public static object? Read(ReadOnlySpan<byte> text)
    {
        if (!ClockText.IsCandidate(text) || !ClockText.TryRead(text, out long ticks, out int length))
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
        return value.Ticks % TimeSpan.TicksPerMillisecond == 0 ? ClockText.Length : ClockText.LongLength;
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

    private static object? ReadWithOffset(long ticks, ReadOnlySpan<byte> zone)
    {
        int hours = ClockText.Digits(zone, 1, 2), minutes = ClockText.Digits(zone, 4, 2);
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
}
