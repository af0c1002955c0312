using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.Core.State;

/// <summary>
/// The lines of a snapshot in chunks that are read on demand. A chunk begins with the block in which its first line
/// begins, and offsets are relative to that.
/// </summary>
/// <param name="path">The path of the snapshot, for errors.</param>
/// <param name="head">The head of its index file.</param>
/// <param name="source">The snapshot.</param>
/// <param name="length">Its length in bytes.</param>
/// <param name="location">The store in messages.</param>
internal sealed class SnapshotChunks(string path, SnapshotIndexHead head, IObjectReader source, long length, string location) : IDisposable
{
    private readonly BlockFile _file = new(source, 0, length, head.SnapshotBlocks, location);
    private readonly LazyPart<byte>[] _parts = new LazyPart<byte>[head.Chunks.Length];

    /// <summary>The chunks that have been read completely; the others are null.</summary>
    public byte[]?[] Whole { get; } = new byte[]?[head.Chunks.Length];

    /// <summary>The number of chunks.</summary>
    public int Count => _parts.Length;

    /// <summary>The memory in use, in bytes.</summary>
    public long Capacity => _parts.Sum(part => part.Capacity);

    /// <summary>Prepares the chunks; reads nothing.</summary>
    public SnapshotChunks Prepare()
    {
        for (int chunk = 0; chunk < _parts.Length; chunk++)
        {
            long start = BlockFile.StartOf(head.Chunks[chunk].Offset);
            long end = Math.Min(BlockFile.StartOf(EndOffset(chunk) + BlockFile.BlockSize - 1), length);
            _parts[chunk] = new LazyPart<byte>(_file, (int)(start / BlockFile.BlockSize), end - start);
        }

        return this;
    }

    /// <summary>Bytes of a chunk.</summary>
    /// <exception cref="SnapshotException">The file is damaged there.</exception>
    public ReadOnlySpan<byte> Slice(int chunk, int offset, int count)
    {
        if (!_parts[chunk].TrySlice(offset, count, out ReadOnlySpan<byte> bytes))
        {
            throw Damaged(OffsetOf(chunk, offset));
        }

        Volatile.Write(ref Whole[chunk], _parts[chunk].Whole);
        return bytes;
    }

    /// <summary>The chunk that contains the line of a record.</summary>
    public int Of(int record)
    {
        int low = 0;
        int high = _parts.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = head.Chunks[middle].Record <= record ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>The number of the record behind the last one of a chunk.</summary>
    public int EndRecord(int chunk) => chunk + 1 < _parts.Length ? head.Chunks[chunk + 1].Record : head.Count;

    /// <summary>Where the first line of a chunk begins.</summary>
    public int FirstLine(int chunk) => (int)(head.Chunks[chunk].Offset - BlockFile.StartOf(head.Chunks[chunk].Offset));

    /// <summary>Where the last line of a chunk ends.</summary>
    public int End(int chunk) => (int)(EndOffset(chunk) - BlockFile.StartOf(head.Chunks[chunk].Offset));

    /// <summary>The offset of a place in the file, in bytes.</summary>
    public long OffsetOf(int chunk, int offset) => BlockFile.StartOf(head.Chunks[chunk].Offset) + offset;

    /// <summary>The first line of the snapshot without its newline.</summary>
    /// <exception cref="SnapshotException">The file is damaged there.</exception>
    public ReadOnlySpan<byte> ReadHeader()
    {
        int end = (int)head.Chunks[0].Offset;
        byte[] start = new byte[Math.Min(BlockFile.StartOf(end + BlockFile.BlockSize - 1), length)];
        lock (_file.Gate)
        {
            return _file.TryRead(0, start) ? start.AsSpan(0, end).TrimEnd((byte)'\n') : throw Damaged(0);
        }
    }

    public void Dispose() => _file.Dispose();

    private long EndOffset(int chunk) => chunk + 1 < head.Chunks.Length ? head.Chunks[chunk + 1].Offset : length;

    private SnapshotException Damaged(long offset) =>
        new(SnapshotFault.WrongChecksum, path, 0, offset, "a checksum is wrong, so the file was damaged");
}
