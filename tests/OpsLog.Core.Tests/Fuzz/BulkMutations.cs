using System.Buffers;
using System.Globalization;
using System.Text;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>
/// Large inputs of many small parts, all equal or numbered: code that takes time or memory with the square of a length
/// is not detected with small inputs.
/// </summary>
internal static class BulkMutations
{
    private const int MostBytes = 150_000;

    private static readonly SearchValues<byte> s_digits = SearchValues.Create("0123456789"u8);

    /// <summary>Repeats a line, or the text between two commas, or any run of bytes.</summary>
    public static byte[] Change(Random random, byte[] bytes)
    {
        (int start, int length) = random.Next(3) switch
        {
            0 => Between(random, bytes, (byte)'\n'),
            1 => Between(random, bytes, (byte)','),
            _ => Splice.Run(random, bytes),
        };
        if (length == 0)
        {
            return bytes;
        }

        byte[] part = bytes[start..(start + length)];
        int times = random.Next(1, 1 + (MostBytes / length));
        ArrayBufferWriter<byte> many = new(Math.Min(MostBytes * 2, (length + 5) * times));
        int name = random.Next(3) == 0 ? -1 : PlaceOfNumber(random, part);
        for (int i = 0; i < times; i++)
        {
            many.Write(name < 0 ? part : part.AsSpan(0, name));
            if (name >= 0)
            {
                many.Write(Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture)));
                many.Write(part.AsSpan(name));
            }
        }

        return Splice.Insert(bytes, start, many.WrittenSpan);
    }

    /// <summary>The text between two marks, including the second mark.</summary>
    private static (int Start, int Length) Between(Random random, byte[] bytes, byte mark)
    {
        int place = Splice.Place(random, bytes);
        int start = bytes.AsSpan(0, place).LastIndexOf(mark) + 1;
        int length = bytes.AsSpan(start).IndexOf(mark) + 1;
        return (start, length);
    }

    /// <summary>A place where a part can be distinguished from the next: in a number or a string.</summary>
    private static int PlaceOfNumber(Random random, byte[] part)
    {
        int from = Splice.Place(random, part);
        int digit = part.AsSpan(from).IndexOfAny(s_digits);
        int quote = part.AsSpan(from).IndexOf((byte)'"');
        return digit >= 0 && random.Next(2) == 0 ? from + digit : quote >= 0 ? from + quote + 1 : -1;
    }
}
