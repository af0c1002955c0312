using System.Buffers;
using System.Text;
using System.Text.Unicode;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Json;

/// <summary>
/// Converts ids and keys between .NET strings, bytes and the content of JSON strings. Bytes are UTF-8, except that half
/// of a surrogate pair, which JavaScript strings can contain, is kept as the three bytes that it would have (WTF-8) and
/// written to files as an escape. Nothing is ever replaced by U+FFFD.
/// </summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> s_escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\', 0xED]);

    /// <summary>The bytes that must be escaped in a JSON string.</summary>
    public static SearchValues<byte> Special { get; } = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    /// <summary>The bytes of a string.</summary>
    public static byte[] Encode(string text)
    {
        // Half of a surrogate pair counts as its replacement, which has as many bytes.
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encode(text, bytes);
        return bytes;
    }

    /// <summary>
    /// Writes the bytes of a string; <paramref name="destination"/> must have three bytes for each character.
    /// </summary>
    public static int Encode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        int total = 0;
        while (true)
        {
            OperationStatus status = Utf8.FromUtf16(text, destination[total..], out int read, out int written, replaceInvalidSequences: false);
            total += written;
            if (status == OperationStatus.Done)
            {
                return total;
            }

            total += EncodeSurrogate(text[read], destination[total..]);
            text = text[(read + 1)..];
        }
    }

    /// <summary>The string that the bytes represent.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        StringBuilder text = new();
        char[] chars = new char[bytes.Length];
        while (true)
        {
            OperationStatus status = Utf8.ToUtf16(bytes, chars, out int read, out int written, replaceInvalidSequences: false);
            text.Append(chars, 0, written);
            if (status == OperationStatus.Done)
            {
                return text.ToString();
            }

            bytes = bytes[read..];
            bool surrogate = IsSurrogate(bytes);
            text.Append(surrogate ? DecodeSurrogate(bytes) : '\uFFFD');
            bytes = bytes[(surrogate ? 3 : 1)..];
        }
    }

    /// <summary>Writes bytes as a JSON string with its quotes, and escapes exactly what JSON.stringify escapes.</summary>
    public static void WriteString(ByteBuffer output, ReadOnlySpan<byte> bytes)
    {
        output.Append((byte)'"');
        while (true)
        {
            int stop = bytes.IndexOfAny(s_escaped);
            if (stop < 0)
            {
                output.Append(bytes);
                break;
            }

            output.Append(bytes[..stop]);
            bytes = bytes[stop..];
            bytes = bytes[WriteEscaped(output, bytes)..];
        }

        output.Append((byte)'"');
    }

    /// <summary>
    /// Writes the bytes that the content of a JSON string represents, which a walk has verified. Two escapes that are a
    /// surrogate pair become one character.
    /// </summary>
    public static void Unescape(ReadOnlySpan<byte> raw, ByteBuffer output)
    {
        while (true)
        {
            int stop = raw.IndexOf((byte)'\\');
            if (stop < 0)
            {
                output.Append(raw);
                return;
            }

            output.Append(raw[..stop]);
            byte kind = raw[stop + 1];
            if (kind != 'u')
            {
                output.Append(kind switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    _ => kind,
                });
                raw = raw[(stop + 2)..];
                continue;
            }

            char unit = ReadUnit(raw[(stop + 2)..]);
            raw = raw[(stop + 6)..];
            Span<char> pair = [unit, '\0'];
            int units = 1;
            if (char.IsHighSurrogate(unit) && raw.Length >= 6 && raw[0] == '\\' && raw[1] == 'u'
                && ReadUnit(raw[2..]) is var low && char.IsLowSurrogate(low))
            {
                pair[units++] = low;
                raw = raw[6..];
            }

            output.Advance(Encode(pair[..units], output.GetSpan(6)));
        }
    }

    /// <summary>The bytes that the content of a JSON string represents: the same bytes if nothing is escaped.</summary>
    public static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\'))
        {
            return raw;
        }

        using ByteBuffer plain = new(raw.Length);
        Unescape(raw, plain);
        return plain.Span.ToArray();
    }

    /// <summary>Whether two keys, as written between their quotes, are the same key.</summary>
    public static bool KeysEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.SequenceEqual(right) || Plain(left).SequenceEqual(Plain(right));

    private static int WriteEscaped(ByteBuffer output, ReadOnlySpan<byte> bytes)
    {
        byte value = bytes[0];
        switch (value)
        {
            case (byte)'"': output.Append("\\\""u8); return 1;
            case (byte)'\\': output.Append("\\\\"u8); return 1;
            case (byte)'\b': output.Append("\\b"u8); return 1;
            case (byte)'\f': output.Append("\\f"u8); return 1;
            case (byte)'\n': output.Append("\\n"u8); return 1;
            case (byte)'\r': output.Append("\\r"u8); return 1;
            case (byte)'\t': output.Append("\\t"u8); return 1;
        }

        if (IsSurrogate(bytes))
        {
            WriteUnit(output, DecodeSurrogate(bytes));
            return 3;
        }

        if (value < 0x20)
        {
            WriteUnit(output, (char)value);
        }
        else
        {
            output.Append(value);
        }

        return 1;
    }

    private static void WriteUnit(ByteBuffer output, char unit)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        output.Append("\\u"u8);
        for (int shift = 12; shift >= 0; shift -= 4)
        {
            output.Append(digits[(unit >> shift) & 15]);
        }
    }

    private static char ReadUnit(ReadOnlySpan<byte> digits)
    {
        int unit = 0;
        for (int i = 0; i < 4; i++)
        {
            int digit = digits[i];
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return (char)unit;
    }

    private static bool IsSurrogate(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 3 && bytes[0] == 0xED && bytes[1] is >= 0xA0 and <= 0xBF && (bytes[2] & 0xC0) == 0x80;

    private static char DecodeSurrogate(ReadOnlySpan<byte> bytes) =>
        (char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F));

    private static int EncodeSurrogate(char unit, Span<byte> destination)
    {
        destination[0] = 0xED;
        destination[1] = (byte)(0x80 | ((unit >> 6) & 0x3F));
        destination[2] = (byte)(0x80 | (unit & 0x3F));
        return 3;
    }
}
