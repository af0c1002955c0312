using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using OpsLog.Core.Json;
using B64 = System.Buffers.Text.Base64;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Builds one JSON text as UTF-8. Strings are written byte for byte as <c>JSON.stringify</c> writes them, which other
/// programs that share a store use: only quotes, backslashes, control characters and lone surrogates are escaped. <see
/// cref="System.Text.Json.Utf8JsonWriter"/> escapes more, and silently replaces a lone surrogate by U+FFFD.
/// </summary>
internal sealed class JsonBuffer
{
    // One very large record must not keep its memory for the rest of a pipeline.
    private const int KeptCapacity = 1 << 20;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0x20).Select(c => (char)c)) + "\"\\");

    private byte[] _bytes = new byte[512];
    private int _length;

    /// <summary>The bytes since the last <see cref="Clear"/>; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > KeptCapacity)
        {
            _bytes = new byte[512];
        }
    }

    public void Raw(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_length++] = value;
    }

    public void Raw(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        _length += value.Length;
    }

    public void Integer(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out int written);
        _length += written;
    }

    public void Ascii(string digits)
    {
        Encoding.ASCII.GetBytes(digits, Reserve(digits.Length));
        _length += digits.Length;
    }

    public void Double(double value) => _length += JsonNumber.Format(value, Reserve(JsonNumber.MaxLength));

    public void Decimal(decimal value)
    {
        value.TryFormat(Reserve(JsonNumber.MaxLength), out int written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    public void Date(DateTime value) => Date(DateText.Format(value, Reserve(ClockText.MaxLength + 2)[1..]));

    public void Date(DateTimeOffset value) => Date(DateText.Format(value, Reserve(ClockText.MaxLength + 2)[1..]));

    public void Base64(ReadOnlySpan<byte> value)
    {
        Raw((byte)'"');
        B64.EncodeToUtf8(value, Reserve(B64.GetMaxEncodedToUtf8Length(value.Length)), out _, out int written);
        _length += written;
        Raw((byte)'"');
    }

    public void Text(ReadOnlySpan<char> value)
    {
        Raw((byte)'"');
        while (!value.IsEmpty)
        {
            int plain = value.IndexOfAny(Escaped);
            Plain(plain < 0 ? value : value[..plain]);
            if (plain < 0)
            {
                break;
            }

            Escape(value[plain]);
            value = value[(plain + 1)..];
        }

        Raw((byte)'"');
    }

    private void Date(int length)
    {
        _bytes[_length] = (byte)'"';
        _bytes[_length + 1 + length] = (byte)'"';
        _length += length + 2;
    }

    private void Plain(ReadOnlySpan<char> value)
    {
        while (!value.IsEmpty)
        {
            Span<byte> target = Reserve(checked(value.Length * 3));
            OperationStatus status = Utf8.FromUtf16(value, target, out int read, out int written, replaceInvalidSequences: false);
            _length += written;
            if (status == OperationStatus.Done)
            {
                return;
            }

            Hex(value[read]);
            value = value[(read + 1)..];
        }
    }

    private void Escape(char value)
    {
        byte letter = value switch
        {
            '"' => (byte)'"',
            '\\' => (byte)'\\',
            '\b' => (byte)'b',
            '\f' => (byte)'f',
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            _ => 0,
        };
        if (letter == 0)
        {
            Hex(value);
            return;
        }

        Raw((byte)'\\');
        Raw(letter);
    }

    private void Hex(char value)
    {
        Raw("\\u"u8);
        for (int shift = 12; shift >= 0; shift -= 4)
        {
            Raw("0123456789abcdef"u8[(value >> shift) & 15]);
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Grow(count);
        }

        return _bytes.AsSpan(_length);
    }

    private void Grow(int count) =>
        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 2L, (long)_length + count)));
}
