using System.Text;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Model;

public sealed class SealedDocumentTests
{
    [Fact]
    public void One_of_ours_is_valid()
    {
        byte[] document = Document();
        Assert.Equal(Checksum.Valid, SealedDocument.Verify(document));
        Assert.Equal((byte)'\n', document[^1]);
    }

    [Fact]
    public void With_one_wrong_bit_it_is_neither_valid_nor_a_foreign_one()
    {
        foreach (byte[] damaged in BitFlips.Of(Document()))
        {
            Assert.Equal(Checksum.Wrong, SealedDocument.Verify(damaged));
        }
    }

    [Fact]
    public void Cut_short_it_is_wrong()
    {
        byte[] document = Document();
        for (int length = SealedDocument.Opening.Length; length < document.Length - 1; length++)
        {
            Assert.Equal(Checksum.Wrong, SealedDocument.Verify(document.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"version\":1,\"records\":{}}")]
    [InlineData("{\n  \"version\": 1\n}\n")]
    [InlineData("{\n  \"format\": 1,\n  \"version\": 1,\n  \"crc\": \"01234567\"\n}")]
    public void Foreign_ones_have_no_seal(string text) =>
        Assert.Equal(Checksum.Absent, SealedDocument.Verify(Encoding.UTF8.GetBytes(text)));

    private static byte[] Document()
    {
        using ByteBuffer output = new();
        SealedDocument.Open(output);
        output.Append("\"version\":1,\"records\":{\"é\":{\"n\":1}}"u8);
        SealedDocument.Close(output);
        return output.Span.ToArray();
    }
}
