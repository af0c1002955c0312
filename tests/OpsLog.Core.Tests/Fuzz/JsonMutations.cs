using System.Buffers;
using System.Globalization;
using System.Text;
using OpsLog.Core.Json;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Changes that keep text well-formed more often than not, so that what comes after the parser is reached.</summary>
internal static class JsonMutations
{
    private const int MostTries = 4;

    private static readonly SearchValues<byte> s_beforeValue = SearchValues.Create(":[,{"u8);
    private static readonly SearchValues<byte> s_digits = SearchValues.Create("0123456789"u8);

    public static byte[] Change(Random random, byte[] bytes) => random.Next(10) switch
    {
        0 or 1 => OtherNumber(random, bytes),
        2 or 3 => OtherString(random, bytes),
        4 or 5 => OtherValue(random, bytes),
        6 => TwiceTheKey(random, bytes),
        7 => EscapedCharacter(random, bytes),
        8 => OtherKey(random, bytes),
        _ => WhiteSpace(random, bytes),
    };

    private static byte[] OtherNumber(Random random, byte[] bytes)
    {
        int from = Splice.Place(random, bytes);
        int start = bytes.AsSpan(from).IndexOfAny(s_digits);
        if (start < 0)
        {
            return bytes;
        }

        start += from;
        int length = bytes.AsSpan(start).IndexOfAnyExcept(s_digits) is >= 0 and var found ? found : bytes.Length - start;
        return Splice.Replace(bytes, start, length, random.Next(3) == 0 ? Nearby(random, bytes.AsSpan(start, length)) : Hostile.Number(random));
    }

    private static byte[] Nearby(Random random, ReadOnlySpan<byte> digits) =>
        long.TryParse(digits, CultureInfo.InvariantCulture, out long number)
            ? Encoding.UTF8.GetBytes((number + random.Next(-2, 3)).ToString(CultureInfo.InvariantCulture))
            : "7"u8.ToArray();

    private static byte[] OtherString(Random random, byte[] bytes)
    {
        int start = IndexOf(bytes, Splice.Place(random, bytes), (byte)'"') + 1;
        int end = start == 0 ? -1 : IndexOf(bytes, start, (byte)'"');
        return end < 0 ? bytes : Splice.Replace(bytes, start, end - start, Hostile.String(random));
    }

    private static byte[] OtherValue(Random random, byte[] bytes) =>
        TryFindValue(random, bytes, out int start, out int length) ? Splice.Replace(bytes, start, length, Hostile.Value(random)) : bytes;

    /// <summary>A duplicate of one key, before or after the first and with another value or the same.</summary>
    private static byte[] TwiceTheKey(Random random, byte[] bytes)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            int start = IndexOf(bytes, Splice.Place(random, bytes), (byte)'"');
            JsonWalker walker = new(bytes, Math.Max(0, start));
            if (start < 0 || !walker.TryString(out ReadOnlySpan<byte> key) || !walker.TryStep((byte)':') || !walker.TryValue())
            {
                continue;
            }

            string name = random.Next(4) == 0 ? Escaped(random, key) : Encoding.Latin1.GetString(key);
            byte[] quoted = [.. Encoding.Latin1.GetBytes($"\"{name}\":")];
            byte[] value = random.Next(2) == 0 ? bytes[(start + key.Length + 3)..walker.Position] : Hostile.Value(random);
            return random.Next(2) == 0
                ? Splice.Insert(bytes, walker.Position, [(byte)',', .. quoted, .. value])
                : Splice.Insert(bytes, start, [.. quoted, .. value, (byte)',']);
        }

        return bytes;
    }

    private static byte[] EscapedCharacter(Random random, byte[] bytes)
    {
        int start = IndexOf(bytes, Splice.Place(random, bytes), (byte)'"') + 1;
        int end = start == 0 ? -1 : IndexOf(bytes, start, (byte)'"');
        return end <= start ? bytes : Splice.Replace(bytes, start, end - start, Encoding.Latin1.GetBytes(Escaped(random, bytes.AsSpan(start, end - start))));
    }

    private static byte[] OtherKey(Random random, byte[] bytes)
    {
        int colon = IndexOf(bytes, Splice.Place(random, bytes), (byte)':');
        int start = colon < 2 ? -1 : bytes.AsSpan(0, colon - 1).LastIndexOf((byte)'"') + 1;
        return start <= 0 || bytes[colon - 1] != '"'
            ? bytes
            : Splice.Replace(bytes, start, colon - 1 - start, Encoding.UTF8.GetBytes(Hostile.Key(random)));
    }

    private static byte[] WhiteSpace(Random random, byte[] bytes)
    {
        int at = bytes.AsSpan(Splice.Place(random, bytes)).IndexOfAny(":,{}[]"u8);
        string[] spaces = [" ", "\t", "\r", "\n", "\r\n", "  ", "\v", "\u00a0", new string(' ', random.Next(1, 300))];
        return at < 0 ? bytes : Splice.Insert(bytes, at, Encoding.UTF8.GetBytes(Hostile.Pick(random, spaces)));
    }

    private static string Escaped(Random random, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return "";
        }

        int at = random.Next(text.Length);
        return string.Create(CultureInfo.InvariantCulture, $"{Encoding.Latin1.GetString(text[..at])}\\u{(int)text[at]:x4}{Encoding.Latin1.GetString(text[(at + 1)..])}");
    }

    private static bool TryFindValue(Random random, byte[] bytes, out int start, out int length)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            int from = Splice.Place(random, bytes);
            int before = bytes.AsSpan(from).IndexOfAny(s_beforeValue);
            if (before < 0)
            {
                continue;
            }

            start = from + before + 1;
            JsonWalker walker = new(bytes, start);
            if (walker.TryValue())
            {
                length = walker.Position - start;
                return true;
            }
        }

        (start, length) = (0, 0);
        return false;
    }

    private static int IndexOf(byte[] bytes, int from, byte value) =>
        bytes.AsSpan(from).IndexOf(value) is >= 0 and var at ? from + at : -1;
}
