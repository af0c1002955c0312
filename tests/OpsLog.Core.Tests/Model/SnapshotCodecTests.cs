using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Model;

public sealed class SnapshotCodecTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("日本 😀")]
    [InlineData("{\"data\":{")]
    public void A_record_of_ours_is_found_on_its_line_or_left_to_the_slow_way(string id)
    {
        byte[] value = """{"a":"\",\"data\":{","b":[{}]}"""u8.ToArray();
        using ByteBuffer output = new();
        SnapshotCodec.WriteRecord(output, JsonText.Encode(id), value);
        ReadOnlySpan<byte> line = output.Span[..^1];
        bool plain = !id.Contains('"', StringComparison.Ordinal);
        Assert.Equal(plain, SnapshotCodec.TryReadOwnRecord(line, out int idStart, out int idLength, out int valueStart));
        if (plain)
        {
            Assert.Equal(id, Encoding.UTF8.GetString(line.Slice(idStart, idLength)));
            Assert.Equal(value, line[valueStart..^1].ToArray());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"id\":\"\",\"data\":{}}")]
    [InlineData("{\"id\":\"a\",\"data\":[]}")]
    [InlineData("{\"id\":\"a\",\"data\":{}")]
    [InlineData("{\"id\":\"a\", \"data\":{}}")]
    [InlineData("{\"data\":{},\"id\":\"a\"}")]
    [InlineData("{\"id\":\"}}")]
    [InlineData("{\"id\":\"a}}")]
    [InlineData("{\"id\":\"a\u0001\",\"data\":{}}")]
    public void Any_other_line_is_left_to_the_slow_way(string line) =>
        Assert.False(SnapshotCodec.TryReadOwnRecord(Encoding.UTF8.GetBytes(line), out _, out _, out _));

    [Fact]
    public void An_id_that_is_no_text_is_left_to_the_slow_way()
    {
        byte[] line = "{\"id\":\"a?\",\"data\":{}}"u8.ToArray();
        line[8] = 0xFF;
        Assert.False(SnapshotCodec.TryReadOwnRecord(line, out _, out _, out _));
    }
}
