using System.Runtime.InteropServices;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.State;

/// <summary>
/// Collects what the index file of a snapshot contains while the snapshot is written or read, line by line from its
/// beginning. It describes the lines that <see cref="SnapshotCodec"/> writes, each with its newline. All bytes have to be
/// given to <see cref="Sum"/> as well.
/// </summary>
/// <param name="key">The key of the hashes.</param>
internal sealed class SnapshotIndexBuilder(HashKey key)
{
    /// <summary>Lines are in chunks of at most this many bytes, or of one line.</summary>
    private const int ChunkSize = 1024 * 1024;

    private readonly WordPieces _words = new();
    private readonly List<uint> _hashes = [];
    private readonly List<(long Offset, int Record)> _chunks = [];
    private readonly List<uint> _blocks = [];
    private readonly AgentNames _agents = new();
    private long _offset;
    private long _chunkStart;
    private long _liveBytes;
    private uint _blockSum;
    private int _inBlock;

    /// <summary>Passes over the first line, which is so long.</summary>
    public void SkipHeader(long length) => _offset = length;

    /// <summary>Sums the next bytes of the snapshot.</summary>
    public void Sum(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int taken = Math.Min(BlockFile.BlockSize - _inBlock, bytes.Length);
            _blockSum = Crc32C.Append(_blockSum, bytes[..taken]);
            _inBlock += taken;
            bytes = bytes[taken..];
            if (_inBlock == BlockFile.BlockSize)
            {
                EndBlock();
            }
        }
    }

    /// <summary>Adds the line of a record.</summary>
    /// <param name="line">The line with its newline.</param>
    /// <param name="id">The id, without escapes.</param>
    /// <param name="valueLength">The length of the value without white space, in bytes.</param>
    /// <param name="agent">The agent of the stamp; empty if there is none.</param>
    public void Add(ReadOnlySpan<byte> line, ReadOnlySpan<byte> id, int valueLength, ReadOnlySpan<byte> agent)
    {
        if (_chunks.Count == 0 || _offset + line.Length - _chunkStart > ChunkSize)
        {
            _chunks.Add((_offset, _hashes.Count));
            _chunkStart = BlockFile.StartOf(_offset);
        }

        _agents.NumberOf(agent);
        bool isPlain = id.Length <= ushort.MaxValue && IsPlain(line, id, valueLength);
        _words.Add((uint)(_offset - _chunkStart) | (isPlain ? (ulong)id.Length << 32 : 0));
        _hashes.Add(RecordHash.Compute(id, key));
        _liveBytes += id.Length + valueLength;
        _offset += line.Length;
    }

    /// <summary>Adds the line of a record that was read; false if it is not one.</summary>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> content = line[..^1];
        if (SnapshotCodec.TryReadOwnRecord(content, out int idStart, out int idLength, out int valueStart))
        {
            Add(line, content.Slice(idStart, idLength), content.Length - valueStart - 1, []);
            return true;
        }

        if (!SnapshotCodec.TryReadRecord(content, out SnapshotRecord read, out _, out _))
        {
            return false;
        }

        using CompactRecord record = new(read.RawId, read.Value);
        Add(line, record.Id, record.Value.Length, read.Stamp?.Agent);
        return true;
    }

    /// <summary>Ends the index, after the last line. It can be written then.</summary>
    public void Complete()
    {
        int count = _hashes.Count;
        long buckets = ((long)count * 10 / 7) + 1;
        _words.Extend(buckets);
        for (int record = 0; record < count; record++)
        {
            long bucket = SnapshotIndexHead.HomeOf(_hashes[record], buckets);
            while (_words[count + bucket] != 0)
            {
                bucket = bucket + 1 == buckets ? 0 : bucket + 1;
            }

            _words[count + bucket] = ((ulong)_hashes[record] << 32) | (uint)(record + 1);
        }

        if (_inBlock > 0)
        {
            EndBlock();
        }
    }

    /// <summary>Writes the index file of a snapshot to <paramref name="target"/>, which the caller completes.</summary>
    public void Write(IObjectWriter target, string name, SnapshotSeal seal)
    {
        SnapshotIndexHead head = new()
        {
            Count = _hashes.Count,
            LiveBytes = _liveBytes,
            Key = key,
            Buckets = checked((int)(_words.Count - _hashes.Count)),
            Chunks = [.. _chunks],
            SnapshotBlocks = [.. _blocks],
            Blocks = SumWords(),
            Agents = _agents.All(),
        };
        using ByteBuffer buffer = new();
        head.Write(buffer, name, seal);
        target.Write(buffer.Span);
        for (int piece = 0; piece < _words.PieceCount; piece++)
        {
            target.Write(MemoryMarshal.AsBytes(_words.Piece(piece)));
        }
    }

    /// <summary>A word of the entries and buckets.</summary>
    public ulong WordAt(long index) => _words[index];

    private uint[] SumWords()
    {
        List<uint> sums = [];
        for (int piece = 0; piece < _words.PieceCount; piece++)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(_words.Piece(piece));
            for (int at = 0; at < bytes.Length; at += BlockFile.BlockSize)
            {
                sums.Add(Crc32C.Compute(bytes[at..Math.Min(at + BlockFile.BlockSize, bytes.Length)]));
            }
        }

        return [.. sums];
    }

    /// <summary>Whether the line has the id as it is and nothing but the value behind it.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> line, ReadOnlySpan<byte> id, int valueLength) =>
        line.Length == SnapshotCodec.PlainOverhead + id.Length + valueLength
        && line.Slice(SnapshotCodec.PlainIdStart, id.Length).SequenceEqual(id);

    private void EndBlock()
    {
        _blocks.Add(_blockSum);
        _blockSum = 0;
        _inBlock = 0;
    }
}
