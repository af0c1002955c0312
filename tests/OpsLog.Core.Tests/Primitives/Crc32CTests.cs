using System.Text;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Primitives;

public sealed class Crc32CTests
{
    [Fact]
    public void The_check_value_of_the_catalogue() => Assert.Equal(0xE3069283u, Crc32C.Compute("123456789"u8));

    // RFC 3720, appendix B.4.
    [Theory]
    [InlineData(0x00, 0, 0x8A9136AAu)]
    [InlineData(0xFF, 0, 0x62A8AB43u)]
    [InlineData(0x00, 1, 0x46DD794Eu)]
    [InlineData(0x1F, -1, 0x113FDB5Cu)]
    public void The_vectors_of_the_RFC(int first, int step, uint expected)
    {
        byte[] bytes = Enumerable.Range(0, 32).Select(i => (byte)(first + (i * step))).ToArray();
        Assert.Equal(expected, Crc32C.Compute(bytes));
    }

    [Fact]
    public void Nothing_sums_to_zero() => Assert.Equal(0u, Crc32C.Compute([]));

    [Fact]
    public void Appending_in_pieces_of_any_size_equals_one_pass()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("The quick brown fox jumps over the lazy dog, twice.");
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(Crc32C.Compute(bytes), Crc32C.Append(Crc32C.Compute(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    // Long runs are summed in three lanes, short ones in one.
    [Theory]
    [InlineData(3071)]
    [InlineData(3072)]
    [InlineData(3073)]
    [InlineData(6143)]
    [InlineData(6145)]
    [InlineData(100_003)]
    public void A_long_run_sums_as_its_short_pieces_do(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        uint pieces = 0;
        for (int start = 0; start < length; start += 1000)
        {
            pieces = Crc32C.Append(pieces, bytes.AsSpan(start, Math.Min(1000, length - start)));
        }

        Assert.Equal(pieces, Crc32C.Compute(bytes));
    }

    [Fact]
    public void One_flipped_bit_anywhere_changes_it()
    {
        byte[] bytes = new byte[40];
        new Random(1).NextBytes(bytes);
        uint whole = Crc32C.Compute(bytes);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(whole, Crc32C.Compute(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
