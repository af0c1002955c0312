using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// The text of a JSON string. <see cref="Utf8JsonReader.GetString"/> refuses an escaped lone surrogate, which
/// <c>JSON.stringify</c> and this module write if a string contains one.
/// </summary>
internal static class JsonString
{
    /// <summary>The string or property name at the position of the reader, which is valid UTF-8.</summary>
    public static string Read(ref readonly Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Unescape(reader.ValueSpan) : Encoding.UTF8.GetString(reader.ValueSpan);

    // The reader has checked that every escape is complete.
    private static string Unescape(ReadOnlySpan<byte> text)
    {
        StringBuilder result = new(text.Length);
        while (true)
        {
            int at = text.IndexOf((byte)'\\');
            result.Append(Encoding.UTF8.GetString(at < 0 ? text : text[..at]));
            if (at < 0)
            {
                return result.ToString();
            }

            byte kind = text[at + 1];
            result.Append(kind switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                (byte)'u' => (char)ushort.Parse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                _ => (char)kind,
            });
            text = text[(at + (kind == 'u' ? 6 : 2))..];
        }
    }
}
