using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Model;

public sealed class SnapshotCodecTests
{
    [Theory]
    [InlineData(1, 0, "{\"version\":1,\"timestamp\":\"2026-01-01T00:00:00.000Z\"}\n")]
    [InlineData(7, 12, "{\"version\":7,\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"clock\":12}\n")]
    public void A_header_is_written_and_read(int version, long clock, string text)
    {
        SnapshotHeader header = new(version, "2026-01-01T00:00:00.000Z", clock);
        using ByteBuffer output = new();
        SnapshotCodec.WriteHeader(output, header);
        Assert.Equal(text, Encoding.UTF8.GetString(output.Span));
        Assert.Equal(header, Read(text, out _));
    }

    [Theory]
    [InlineData("{\"timestamp\":\"x\"}", "'version'")]
    [InlineData("{\"version\":0,\"timestamp\":\"x\"}", "'version'")]
    [InlineData("{\"version\":2147483648,\"timestamp\":\"x\"}", "'version'")]
    [InlineData("{\"version\":\"1\",\"timestamp\":\"x\"}", "'version'")]
    [InlineData("{\"version\":1}", "'timestamp'")]
    [InlineData("{\"version\":1,\"timestamp\":\"\"}", "'timestamp'")]
    [InlineData("{\"version\":1,\"timestamp\":5}", "'timestamp'")]
    [InlineData("{\"version\":1,\"timestamp\":\"x\",\"clock\":\"5\"}", "'clock'")]
    [InlineData("{\"version\":1,\"timestamp\":\"x\",\"clock\":-5}", "'clock'")]
    [InlineData("{\"version\":1,\"timestamp\":\"x\",\"clock\":9007199254740992}", "'clock'")]
    public void A_malformed_header_is_refused_by_field(string text, string expected)
    {
        Assert.Null(Read(text, out string fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

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
    public void Any_other_line_is_left_to_the_slow_way(string line) =>
        Assert.False(SnapshotCodec.TryReadOwnRecord(Encoding.UTF8.GetBytes(line), out _, out _, out _));

    private static SnapshotHeader? Read(string text, out string expected)
    {
        Assert.True(JsonFields.TryOpen(Encoding.UTF8.GetBytes(text), out JsonFields fields, out _));
        return SnapshotCodec.ReadHeader(fields, out expected);
    }
}
