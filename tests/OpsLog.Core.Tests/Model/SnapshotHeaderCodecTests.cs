using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Model;

public sealed class SnapshotHeaderCodecTests
{
    [Theory]
    [InlineData(1, 0, "{\"version\":1,\"timestamp\":\"2026-01-01T00:00:00.000Z\"}\n")]
    [InlineData(7, 12, "{\"version\":7,\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"clock\":12}\n")]
    public void A_header_is_written_and_read(int version, long clock, string text)
    {
        SnapshotHeader header = new(version, "2026-01-01T00:00:00.000Z") { Clock = clock };
        using ByteBuffer output = new();
        SnapshotHeaderCodec.Write(output, header);
        Assert.Equal(text, Encoding.UTF8.GetString(output.Span));
        SnapshotHeader read = Read(text, out _)!;
        Assert.Equal((version, header.Timestamp, clock), (read.Version, read.Timestamp, read.Clock));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void The_ends_of_superseded_logs_are_written_and_read_whether_there_is_a_clock_or_not(long clock)
    {
        SnapshotHeader header = new(1, "2026-01-01T00:00:00.000Z") { Clock = clock, Retired = new Dictionary<string, long> { ["ops/ops-1.jsonl"] = 5_000_000_000 } };
        using ByteBuffer output = new();
        SnapshotHeaderCodec.Write(output, header);
        Assert.Equal(header.Retired, Read(Encoding.UTF8.GetString(output.Span), out _)!.Retired);
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
    [InlineData("{\"version\":1,\"timestamp\":\"x\",\"clock\":4503599627370497}", "'clock'")]
    [InlineData("{\"version\":1,\"timestamp\":\"x\",\"horizon\":-1}", "'horizon'")]
    [InlineData("{\"version\":1,\"timestamp\":\"x\",\"tombstones\":[[\"a\",4503599627370497,\"\",0]]}", "'tombstones'")]
    [InlineData("{\"version\":1,\"timestamp\":\"x\",\"records\":{}}", "'records'")]
    [InlineData("{\"version\":1,\"timestamp\":\"x\",\"covered\":{\"a\":-1}}", "'covered'")]
    [InlineData("{\"version\":1,\"timestamp\":\"x\",\"tombstones\":[[\"a\",1]]}", "'tombstones'")]
    public void A_malformed_header_is_refused_by_field(string text, string expected)
    {
        Assert.Null(Read(text, out string fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_agents_need_is_written_and_read()
    {
        SnapshotHeader header = new(1, "2026-01-01T00:00:00.000Z")
        {
            Clock = 9,
            Horizon = 4,
            Covered = new Dictionary<string, long> { ["ops/agent-a-1.jsonl"] = 120 },
            Tombstones = [new SnapshotTombstone(JsonText.Encode("x\"y"), new RecordStamp(7, JsonText.Encode("ä"), 2))],
        };
        using ByteBuffer output = new();
        SnapshotHeaderCodec.Write(output, header);
        string text = Encoding.UTF8.GetString(output.Span);
        Assert.EndsWith(""","clock":9,"horizon":4,"covered":{"ops/agent-a-1.jsonl":120},"tombstones":[["x\"y",7,"ä",2]]}""" + "\n", text);
        SnapshotHeader read = Read(text, out _)!;
        Assert.Equal((9, 4, 120), (read.Clock, read.Horizon, read.Covered["ops/agent-a-1.jsonl"]));
        SnapshotTombstone tombstone = Assert.Single(read.Tombstones);
        Assert.Equal("x\"y", JsonText.Decode(tombstone.Id));
        Assert.Equal((7, "ä", 2), (tombstone.Stamp.Clock, JsonText.Decode(tombstone.Stamp.Agent), tombstone.Stamp.Rank));
    }

    private static SnapshotHeader? Read(string text, out string expected)
    {
        Assert.True(JsonFields.TryOpen(Encoding.UTF8.GetBytes(text), out JsonFields fields, out _));
        return SnapshotHeaderCodec.Read(fields, out expected);
    }
}
