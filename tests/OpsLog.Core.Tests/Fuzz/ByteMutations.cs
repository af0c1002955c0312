namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Changes that know nothing of what the bytes mean.</summary>
internal static class ByteMutations
{
    private static readonly byte[][] s_telling =
    [
        [0], "\r\n"u8.ToArray(), "\n"u8.ToArray(), "\r"u8.ToArray(), [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], "\\"u8.ToArray(), "\""u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(),
        "["u8.ToArray(), "]"u8.ToArray(), ","u8.ToArray(), ":"u8.ToArray(), "-"u8.ToArray(), "e9"u8.ToArray(), " "u8.ToArray(), [0xED, 0xA0, 0x80], [0xC3],
    ];

    public static byte[] Change(Random random, byte[] bytes, byte[] other)
    {
        (int start, int length) = Splice.Run(random, bytes);
        switch (random.Next(11))
        {
            case 0 or 1 or 2 when bytes.Length > 0:
                byte[] flipped = [.. bytes];
                flipped[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 3 when bytes.Length > 0:
                byte[] set = [.. bytes];
                set[random.Next(bytes.Length)] = (byte)random.Next(256);
                return set;
            case 4:
                return Splice.Replace(bytes, start, length, []);
            case 5:
                return Splice.Insert(bytes, Splice.Place(random, bytes), bytes.AsSpan(start, length));
            case 6:
                return bytes[..start];
            case 7:
                (int from, int many) = Splice.Run(random, other);
                return Splice.Replace(bytes, start, length, other.AsSpan(from, many));
            case 8:
                return [.. bytes.AsSpan(0, start), .. other.AsSpan(Splice.Place(random, other))];
            case 9:
                byte[] noise = new byte[random.Next(1, 9)];
                random.NextBytes(noise);
                return Splice.Replace(bytes, start, Math.Min(length, noise.Length), noise);
            default:
                return Splice.Insert(bytes, start, Hostile.Pick(random, s_telling));
        }
    }
}
