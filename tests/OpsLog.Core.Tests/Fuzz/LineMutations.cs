namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Changes of the lines of logs and snapshots.</summary>
internal static class LineMutations
{
    public static byte[] Change(Random random, byte[] bytes, byte[] other)
    {
        (int start, int end) = Line(random, bytes);
        ReadOnlySpan<byte> line = bytes.AsSpan(start, end - start);
        switch (random.Next(9))
        {
            case 0:
                return Splice.Insert(bytes, start, line);
            case 1:
                return Splice.Replace(bytes, start, end - start, []);
            case 2:
                (int elsewhere, _) = Line(random, bytes);
                return Splice.Insert(bytes, elsewhere, line);
            case 3:
                (int from, int to) = Line(random, other);
                return Splice.Insert(bytes, start, other.AsSpan(from, to - from));
            case 4 when end > start && bytes[end - 1] == '\n':
                return Splice.Replace(bytes, end - 1, 1, []);
            case 5:
                return Splice.Replace(bytes, start, random.Next(end - start + 1), []);
            case 6 when end > start:
                return Splice.Replace(bytes, end - 1, 1, "\r\n"u8);
            case 7:
                return Splice.Insert(bytes, start, random.Next(2) == 0 ? "\n"u8 : "garbage\n"u8);
            default:
                return bytes[..(start + random.Next(end - start + 1))];
        }
    }

    /// <summary>One of the lines, its newline included.</summary>
    private static (int Start, int End) Line(Random random, byte[] bytes)
    {
        int place = Splice.Place(random, bytes);
        int start = bytes.AsSpan(0, place).LastIndexOf((byte)'\n') + 1;
        int length = bytes.AsSpan(start).IndexOf((byte)'\n') + 1;
        return (start, length == 0 ? bytes.Length : start + length);
    }
}
