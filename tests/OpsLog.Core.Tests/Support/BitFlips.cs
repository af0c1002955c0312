namespace OpsLog.Core.Tests.Support;

/// <summary>All copies of some bytes with one wrong bit each.</summary>
internal static class BitFlips
{
    public static IEnumerable<byte[]> Of(byte[] bytes)
    {
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] copy = [.. bytes];
            copy[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return copy;
        }
    }
}
