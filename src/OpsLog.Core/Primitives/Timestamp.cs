using System.Globalization;
using System.Text;

namespace OpsLog.Core.Primitives;

/// <summary>
/// The timestamps of the format: ISO 8601 in UTC with milliseconds, as JavaScript's <c>Date.toISOString</c> writes
/// them.
/// </summary>
internal static class Timestamp
{
    /// <summary>The length of a timestamp in bytes.</summary>
    public const int Length = 24;

    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>
    /// Writes a timestamp digit by digit, because a format string takes many times as long and every operation has a
    /// timestamp.
    /// </summary>
    public static void Write(long unixMs, Span<byte> destination)
    {
        DateTime utc = DateTime.UnixEpoch.AddMilliseconds(unixMs);
        utc.Deconstruct(out DateOnly date, out TimeOnly time);
        date.Deconstruct(out int year, out int month, out int day);
        "0000-00-00T00:00:00.000Z"u8.CopyTo(destination);
        WriteNumber(year, destination[..4]);
        WriteNumber(month, destination[5..7]);
        WriteNumber(day, destination[8..10]);
        WriteNumber(time.Hour, destination[11..13]);
        WriteNumber(time.Minute, destination[14..16]);
        WriteNumber(time.Second, destination[17..19]);
        WriteNumber(time.Millisecond, destination[20..23]);
    }

    public static string Format(long unixMs) =>
        DateTime.UnixEpoch.AddMilliseconds(unixMs).ToString(Pattern, CultureInfo.InvariantCulture);

    /// <summary>Reads a timestamp as UTC in any ISO 8601 form, because other programs write to the same files.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime utc) =>
        DateTime.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out utc);

    /// <summary>Whether bytes are a timestamp exactly as <see cref="Write"/> writes it.</summary>
    public static bool IsExact(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> form = "0000-00-00T00:00:00.000Z"u8;
        for (int i = 0; i < form.Length; i++)
        {
            if (text.Length != form.Length || (form[i] == '0' ? text[i] is < (byte)'0' or > (byte)'9' : text[i] != form[i]))
            {
                return false;
            }
        }

        int year = Number(text[..4]);
        int month = Number(text[5..7]);
        return year > 0 && month is > 0 and <= 12 && Number(text[8..10]) is > 0 and var day && day <= DateTime.DaysInMonth(year, month)
            && Number(text[11..13]) < 24 && Number(text[14..16]) < 60 && Number(text[17..19]) < 60;
    }

    /// <summary>Reads a timestamp as Unix time in milliseconds; digit by digit if it has the form of this engine.</summary>
    public static bool TryReadUnixMs(ReadOnlySpan<byte> text, out long unixMs)
    {
        DateTime utc;
        if (IsExact(text))
        {
            utc = new DateTime(
                Number(text[..4]), Number(text[5..7]), Number(text[8..10]), Number(text[11..13]), Number(text[14..16]), Number(text[17..19]), Number(text[20..23]), DateTimeKind.Utc);
        }
        else if (!TryParse(Encoding.UTF8.GetString(text), out utc))
        {
            unixMs = 0;
            return false;
        }

        unixMs = ToUnixMs(utc);
        return true;
    }

    public static long ToUnixMs(DateTime utc) => (utc.ToUniversalTime() - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;

    private static void WriteNumber(int value, Span<byte> digits)
    {
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            (value, int digit) = Math.DivRem(value, 10);
            digits[i] = (byte)('0' + digit);
        }
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits)
        {
            value = (value * 10) + digit - '0';
        }

        return value;
    }
}
