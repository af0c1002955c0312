using System.Buffers.Binary;
using OpsLog.Core.Log;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Log;

public class LogIndexCodecTests(ITestOutputHelper output)
{
    private const string Log = "ops/ops-5.jsonl";

    private static readonly LogBlock[] s_blocks =
    [
        new(0, 70_000, 5, 9, IdFilter.Of([1, 2, 3])), new(70_000, 70_001, long.MaxValue, long.MinValue, IdFilter.Of([])), new(70_001, 5_000_000_000, -7, 7, IdFilter.Of([uint.MaxValue])),
    ];

    [Fact]
    public void An_index_is_read_as_it_was_written()
    {
        List<LogBlock> read = LogIndexCodec.TryRead(LogIndexCodec.Write(Log, 0xFEDCBA98, s_blocks), Log, out uint tail)!;
        Assert.Equal(0xFEDCBA98, tail);
        Assert.Equal(s_blocks.Select(Text), read.Select(Text));
        Assert.Empty(LogIndexCodec.TryRead(LogIndexCodec.Write(Log, 0, []), Log, out _)!);
    }

    [Fact]
    public void An_index_with_one_wrong_bit_is_none()
    {
        byte[] index = LogIndexCodec.Write(Log, 1, s_blocks);
        Assert.All(BitFlips.Of(index), flipped => Assert.Null(LogIndexCodec.TryRead(flipped, Log, out _)));
    }

    [Fact]
    public void An_index_that_was_cut_or_is_of_another_log_is_none()
    {
        byte[] index = LogIndexCodec.Write(Log, 1, s_blocks);
        Assert.All(Enumerable.Range(0, index.Length), length => Assert.Null(LogIndexCodec.TryRead(index.AsMemory(..length), Log, out _)));
        Assert.Null(LogIndexCodec.TryRead((byte[])[.. index, 0], Log, out _));
        Assert.Null(LogIndexCodec.TryRead(index, "ops/ops-6.jsonl", out _));
    }

    /// <summary>The checksum can be made to fit; then the numbers are still those of blocks, or it is none.</summary>
    [Fact]
    public void Numbers_that_are_no_blocks_are_refused_although_the_checksum_fits()
    {
        Random random = new(TestSeed.Next(output));
        byte[] index = LogIndexCodec.Write(Log, 1, s_blocks);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] wrong = [.. index];
            BinaryPrimitives.WriteUInt32LittleEndian(wrong.AsSpan(random.Next(8, wrong.Length - 8)), random.Next(2) == 0 ? (uint)random.Next(-2, 200_000) : (uint)random.NextInt64());
            BinaryPrimitives.WriteUInt32LittleEndian(wrong.AsSpan(^4..), Crc32C.Compute(wrong.AsSpan(..^4)));
            if (LogIndexCodec.TryRead(wrong, Log, out _) is { Count: > 0 } blocks)
            {
                Assert.Equal(0, blocks[0].Offset);
                Assert.All(blocks, block => Assert.True(block.End > block.Offset));
                Assert.All(blocks.Zip(blocks.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Offset));
            }
        }
    }

    private static string Text(LogBlock block) => $"{block.Offset} {block.End} {block.Earliest} {block.Latest} {Convert.ToHexString(block.Ids.Bits.Span)}";
}
