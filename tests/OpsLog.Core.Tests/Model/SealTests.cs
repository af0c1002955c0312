using System.Text;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Model;

public sealed class SealTests
{
    [Fact]
    public void It_is_the_checksum_of_the_bytes_before_it()
    {
        byte[] line = Sealed("{\"a\":1");
        Assert.Equal($"{{\"a\":1,\"crc\":\"{Crc32C.Compute("{\"a\":1"u8):x8}\"}}", Encoding.UTF8.GetString(line));
        Assert.Equal(Checksum.Valid, Seal.Verify(line));
        Assert.Equal(Seal.Length, line.Length - 6);
    }

    [Fact]
    public void Bytes_before_the_object_in_the_buffer_are_not_part_of_it()
    {
        using ByteBuffer output = new();
        output.Append("other\n"u8);
        output.Append("{\"a\":1"u8);
        Seal.Close(output, 6);
        Assert.Equal(Sealed("{\"a\":1"), output.Span[6..].ToArray());
    }

    [Fact]
    public void No_wrong_bit_leaves_it_valid()
    {
        byte[] line = Sealed("{\"ts\":\"2026\",\"data\":{\"é\":[1,2]}");
        foreach (byte[] damaged in BitFlips.Of(line))
        {
            Assert.Equal(Checksum.Wrong, Seal.Verify(damaged));
        }
    }

    [Theory]
    [InlineData(2, "x")]
    [InlineData(3, "Z")]
    [InlineData(4, "0")]
    [InlineData(2, "xy")]
    [InlineData(3, "xy")]
    public void One_or_two_wrong_letters_of_its_key_leave_a_wrong_seal_and_not_none(int at, string letters)
    {
        byte[] line = Sealed("{\"a\":1");
        Encoding.UTF8.GetBytes(letters).CopyTo(line, line.Length - Seal.Length + at);
        Assert.Equal(Checksum.Wrong, Seal.Verify(line));
    }

    [Fact]
    public void Upper_case_digits_are_wrong()
    {
        string line = Encoding.UTF8.GetString(Sealed("{\"a\":\"some\""));
        int digits = line.Length - 10;
        string upper = line[..digits] + line[digits..].ToUpperInvariant();
        Assert.NotEqual(line, upper);
        Assert.Equal(Checksum.Wrong, Seal.Verify(Encoding.UTF8.GetBytes(upper)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData(",\"crc\":\"00000000\"}")]
    [InlineData("{\"prev\":{\"crc\":\"00000000\"}}")]
    [InlineData("{\"a\":1, \"crc\":\"00000000\"}")]
    [InlineData("{\"a\":1,\"crc\": \"00000000\"}")]
    [InlineData("{\"a\":1,\"crc\":\"00000000\" }")]
    [InlineData("{\"a\":1,\"crc\":\"0000000\"}")]
    [InlineData("{\"a\":1,\"crc\":\"00000000\",\"b\":2}")]
    [InlineData("{\"ts\":\"2026\",\"op\":\"set\",\"id\":\"a\",\"data\":{},\"prev\":null}")]
    [InlineData("{\"id\":\"a\",\"sum\":\"0123abcd\"}")]
    [InlineData("{\"id\":\"a\",\"crx\":\"not hex!\"}")]
    [InlineData("{\"id\":\"a\",\"agent\":\"0123abcd\"}")]
    public void Other_programs_write_none(string line) => Assert.Equal(Checksum.Absent, Seal.Verify(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void A_line_that_lost_part_of_its_seal_still_looks_sealed()
    {
        byte[] line = Sealed("{\"a\":1");
        Assert.True(Seal.LooksSealed(line));
        line.AsSpan(line.Length - 12, 6).Fill((byte)'?');
        Assert.True(Seal.LooksSealed(line));
        Assert.False(Seal.LooksSealed("{\"op\":\"set\",\"id\":\"a\",\"data\":{\"a\":\"b\"},\"prev\":null}"u8));
        Assert.False(Seal.LooksSealed("{\"op\":\"set\",\"id\":\"a\",\"data\":{\"a\":\"b\"},\"prev\":null,\"agent\":\"a\",\"clock\":12}"u8));
        Assert.False(Seal.LooksSealed(""u8));
        Assert.False(Seal.LooksSealed(line.AsSpan(line.Length - Seal.Length)));
    }

    private static byte[] Sealed(string open)
    {
        using ByteBuffer output = new();
        output.Append(Encoding.UTF8.GetBytes(open));
        Seal.Close(output, 0);
        return output.Span.ToArray();
    }
}
