using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Converts numbers to JSON text and back. The text determines the type, so that reading and writing back changes no
/// byte of what this module or a JavaScript program wrote: digits only are a <see cref="long"/> or <see
/// cref="BigInteger"/>; otherwise a <see cref="double"/> if a double is written in this form, otherwise a <see
/// cref="decimal"/> if a decimal is.
/// </summary>
internal static class JsonNumber
{
    /// <summary>The number of bytes that is sufficient for any double or decimal.</summary>
    public const int MaxLength = 40;

    private static readonly object[] SmallIntegers = Enumerable.Range(-1, 130).Select(n => (object)(long)n).ToArray();

    /// <summary>
    /// Writes a finite double with the smallest number of digits that is read back as the same double, in the form of
    /// JavaScript (<c>0.000001</c>, <c>1e-7</c>, <c>1e+21</c>), except that a whole number ends with <c>.0</c>, because
    /// it would otherwise be read back as a long.
    /// </summary>
    /// <returns>The bytes written.</returns>
    public static int Format(double value, Span<byte> target)
    {
        value.TryFormat(target, out int length, default, CultureInfo.InvariantCulture);
        ReadOnlySpan<byte> shortest = target[..length];
        int exponentAt = shortest.IndexOf((byte)'E');
        if (exponentAt >= 0)
        {
            return LayOut(shortest, exponentAt, target);
        }

        if (shortest.IndexOf((byte)'.') >= 0)
        {
            return length;
        }

        ".0"u8.CopyTo(target[length..]);
        return length + 2;
    }

    /// <summary>The number as a boxed <see cref="long"/>, <see cref="BigInteger"/>, <see cref="double"/> or <see cref="decimal"/>.</summary>
    /// <param name="text">A number by the grammar of JSON.</param>
    /// <returns>Null if the number is too large for all of these types.</returns>
    public static object? Read(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny(".eE"u8) < 0)
        {
            return ReadInteger(text);
        }

        Span<byte> written = stackalloc byte[MaxLength];
        double number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        int length = double.IsFinite(number) ? Format(number, written) : 0;
        if (text.SequenceEqual(written[..length]))
        {
            return number;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
            && (WrittenLike(exact, text) || !SameNumber(exact, written[..length])))
        {
            return exact;
        }

        // Another program wrote it, such as 1e5: the double with the same value.
        return double.IsFinite(number) ? number : null;
    }

    /// <summary>Whether the number is a <see cref="long"/>.</summary>
    public static bool TryReadLong(ReadOnlySpan<byte> text, out long number) =>
        Utf8Parser.TryParse(text, out number, out int used) && used == text.Length && (number != 0 || text[0] != (byte)'-');

    private static object ReadInteger(ReadOnlySpan<byte> text)
    {
        if (!TryReadLong(text, out long number))
        {
            // JavaScript's negative zero.
            return text is [(byte)'-', (byte)'0'] ? -0.0 : BigInteger.Parse(Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture);
        }

        return number is >= -1 and < 129 ? SmallIntegers[number + 1] : number;
    }

    private static bool WrittenLike(decimal value, ReadOnlySpan<byte> text)
    {
        Span<byte> written = stackalloc byte[MaxLength];
        value.TryFormat(written, out int length, default, CultureInfo.InvariantCulture);
        return text.SequenceEqual(written[..length]);
    }

    private static bool SameNumber(decimal value, ReadOnlySpan<byte> doubleText) =>
        decimal.TryParse(doubleText, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal other) && other == value;

    /// <summary>Formats d.dddE+xx by the rules of ECMAScript's Number::toString.</summary>
    private static int LayOut(ReadOnlySpan<byte> shortest, int exponentAt, Span<byte> target)
    {
        _ = Utf8Parser.TryParse(shortest[(exponentAt + 1)..], out int exponent, out _);
        Span<byte> digits = stackalloc byte[20];
        int count = 0;
        bool negative = shortest[0] == (byte)'-';
        foreach (byte b in shortest[(negative ? 1 : 0)..exponentAt])
        {
            if (b != (byte)'.')
            {
                digits[count++] = b;
            }
        }

        digits = digits[..count];
        Cursor output = new(target);
        output.Add(negative ? "-"u8 : default);
        int point = exponent + 1;
        if (point is > 0 and <= 21)
        {
            int whole = Math.Min(count, point);
            output.Add(digits[..whole]);
            output.Zeros(point - whole);
            output.Add("."u8);
            output.Add(whole < count ? digits[whole..] : "0"u8);
        }
        else if (point is > -6 and <= 0)
        {
            output.Add("0."u8);
            output.Zeros(-point);
            output.Add(digits);
        }
        else
        {
            output.Add(digits[..1]);
            output.Add(count > 1 ? "."u8 : default);
            output.Add(digits[1..]);
            output.Add(exponent < 0 ? "e-"u8 : "e+"u8);
            output.Number(Math.Abs(exponent));
        }

        return output.Length;
    }

    private ref struct Cursor(Span<byte> target)
    {
        private readonly Span<byte> _target = target;

        public int Length { get; private set; }

        public void Add(scoped ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_target[Length..]);
            Length += bytes.Length;
        }

        public void Zeros(int count)
        {
            _target.Slice(Length, count).Fill((byte)'0');
            Length += count;
        }

        public void Number(int value)
        {
            Utf8Formatter.TryFormat(value, _target[Length..], out int written);
            Length += written;
        }
    }
}
