using System.Buffers.Binary;
using System.Text;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Log;

/// <summary>
/// The index file of a log: a header, an entry for each block, the filters of the blocks, and the checksum of all of it.
/// Numbers are in little-endian order. "Index files" in <c>docs/format.md</c> describes it.
/// </summary>
internal static class LogIndexCodec
{
    private const int Version = 1;
    private const int HeaderLength = 32;
    private const int EntryLength = 28;
    private const int ChecksumLength = 4;

    private static ReadOnlySpan<byte> Magic => "opslogix"u8;

    /// <summary>Writes an index.</summary>
    /// <param name="log">The name of the log.</param>
    /// <param name="tail">The checksum of its bytes before the end of the last block, by which it is recognised.</param>
    /// <param name="blocks">Its blocks, from the beginning of the log on without a gap.</param>
    public static byte[] Write(string log, uint tail, IReadOnlyList<LogBlock> blocks)
    {
        byte[] index = new byte[HeaderLength + blocks.Sum(block => EntryLength + block.Ids.Bits.Length) + ChecksumLength];
        Magic.CopyTo(index);
        BinaryPrimitives.WriteInt32LittleEndian(index.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(index.AsSpan(12), blocks.Count);
        BinaryPrimitives.WriteInt64LittleEndian(index.AsSpan(16), blocks.Count > 0 ? blocks[^1].End : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(24), NameOf(log));
        BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(28), tail);
        Span<byte> entry = index.AsSpan(HeaderLength);
        Span<byte> filter = entry[(blocks.Count * EntryLength)..];
        foreach (LogBlock block in blocks)
        {
            BinaryPrimitives.WriteInt64LittleEndian(entry, block.End);
            BinaryPrimitives.WriteInt64LittleEndian(entry[8..], block.Earliest);
            BinaryPrimitives.WriteInt64LittleEndian(entry[16..], block.Latest);
            BinaryPrimitives.WriteInt32LittleEndian(entry[24..], block.Ids.Bits.Length);
            block.Ids.Bits.Span.CopyTo(filter);
            entry = entry[EntryLength..];
            filter = filter[block.Ids.Bits.Length..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(filter, Crc32C.Compute(index.AsSpan(..^ChecksumLength)));
        return index;
    }

    /// <summary>The blocks in an index; null if it is not an intact index of the log with this name.</summary>
    /// <param name="file">The index, which the blocks refer to.</param>
    /// <param name="log">The name of the log.</param>
    /// <param name="tail">See <see cref="Write"/>.</param>
    public static List<LogBlock>? TryRead(ReadOnlyMemory<byte> file, string log, out uint tail)
    {
        tail = 0;
        ReadOnlySpan<byte> index = file.Span;
        if (index.Length < HeaderLength + ChecksumLength
            || !index.StartsWith(Magic)
            || BinaryPrimitives.ReadInt32LittleEndian(index[8..]) != Version
            || BinaryPrimitives.ReadUInt32LittleEndian(index[24..]) != NameOf(log)
            || BinaryPrimitives.ReadUInt32LittleEndian(index[^ChecksumLength..]) != Crc32C.Compute(index[..^ChecksumLength]))
        {
            return null;
        }

        tail = BinaryPrimitives.ReadUInt32LittleEndian(index[28..]);
        return TryReadBlocks(file[HeaderLength..^ChecksumLength], BinaryPrimitives.ReadInt32LittleEndian(index[12..]), BinaryPrimitives.ReadInt64LittleEndian(index[16..]));
    }

    private static List<LogBlock>? TryReadBlocks(ReadOnlyMemory<byte> file, int count, long length)
    {
        if (count < 0 || (long)count * EntryLength > file.Length)
        {
            return null;
        }

        ReadOnlySpan<byte> entries = file.Span;
        ReadOnlyMemory<byte> filters = file[(count * EntryLength)..];
        List<LogBlock> blocks = new(count);
        long offset = 0;
        for (; blocks.Count < count; entries = entries[EntryLength..])
        {
            long end = BinaryPrimitives.ReadInt64LittleEndian(entries);
            int filter = BinaryPrimitives.ReadInt32LittleEndian(entries[24..]);
            if (end <= offset || filter < 0 || filter > filters.Length)
            {
                return null;
            }

            blocks.Add(new LogBlock(
                offset, end, BinaryPrimitives.ReadInt64LittleEndian(entries[8..]), BinaryPrimitives.ReadInt64LittleEndian(entries[16..]), new IdFilter(filters[..filter])));
            filters = filters[filter..];
            offset = end;
        }

        return offset == length && filters.IsEmpty ? blocks : null;
    }

    private static uint NameOf(string log) => Crc32C.Compute(Encoding.UTF8.GetBytes(log));
}
