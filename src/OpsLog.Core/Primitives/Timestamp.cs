using System.Globalization;

namespace OpsLog.Core.Primitives;

/// <summary>
/// The format's timestamps: ISO 8601 in UTC with milliseconds, as JavaScript's <c>Date.toISOString</c> writes them.
/// </summary>
internal static class Timestamp
{
    /// <summary>The length of a timestamp in bytes.</summary>
    public const int Length = 24;

    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static void Write(long unixMs, Span<byte> destination) =>
        DateTime.UnixEpoch.AddMilliseconds(unixMs).TryFormat(destination, out _, Pattern, CultureInfo.InvariantCulture);

    public static string Format(long unixMs) =>
        DateTime.UnixEpoch.AddMilliseconds(unixMs).ToString(Pattern, CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads a timestamp as UTC; any ISO 8601 form is taken, since other programs write to the same files.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime utc) =>
        DateTime.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out utc);

    public static long ToUnixMs(DateTime utc) => (utc.ToUniversalTime() - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
}
