namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Cuts and joins bytes.</summary>
internal static class Splice
{
    /// <summary>A copy with a run of bytes replaced.</summary>
    public static byte[] Replace(byte[] bytes, int start, int length, ReadOnlySpan<byte> by)
    {
        byte[] result = new byte[bytes.Length - length + by.Length];
        bytes.AsSpan(0, start).CopyTo(result);
        by.CopyTo(result.AsSpan(start));
        bytes.AsSpan(start + length).CopyTo(result.AsSpan(start + by.Length));
        return result;
    }

    public static byte[] Insert(byte[] bytes, int at, ReadOnlySpan<byte> inserted) => Replace(bytes, at, 0, inserted);

    /// <summary>A place within, the end included.</summary>
    public static int Place(Random random, byte[] bytes) => random.Next(bytes.Length + 1);

    /// <summary>A run of bytes, mostly short.</summary>
    public static (int Start, int Length) Run(Random random, byte[] bytes)
    {
        int start = Place(random, bytes);
        int most = Math.Min(bytes.Length - start, 1 << random.Next(12));
        return (start, random.Next(most + 1));
    }
}
