using OpsLog.Core.Primitives;

namespace OpsLog.Core.State;

/// <summary>
/// The bytes of ids and records, in chunks to which bytes are only added. A position is the number of the chunk in the
/// high half and the offset in the chunk in the low half. Written bytes never change, so a caller that has the chunks
/// can read without a lock.
/// </summary>
internal sealed class RecordArena
{
    private const int SmallestChunk = 16 * 1024;
    private const int LargestChunk = 4 * 1024 * 1024;

    private byte[][] _chunks = new byte[4][];
    private int _count;
    private int _used;

    /// <summary>The capacity that came from another arena, so that a batch of one record does not take a large chunk.</summary>
    private long _shared;

    /// <summary>The chunks so far; the array can be kept, because growth creates another one.</summary>
    public byte[][] Chunks => _chunks;

    /// <summary>The memory in use, in bytes.</summary>
    public long Capacity { get; private set; }

    /// <summary>Copies an id followed by a record and returns the position of the id.</summary>
    public long Append(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value) => Append([], id, value);

    /// <summary>The same, with a stamp before the id.</summary>
    public long Append(in Stamp stamp, ReadOnlySpan<byte> id, ReadOnlySpan<byte> value)
    {
        Span<byte> bytes = stackalloc byte[Stamp.Length];
        stamp.Write(bytes);
        return Append(bytes, id, value);
    }

    private long Append(ReadOnlySpan<byte> before, ReadOnlySpan<byte> id, ReadOnlySpan<byte> value)
    {
        int length = before.Length + id.Length + value.Length;
        if (_count == 0 || _chunks[_count - 1].Length - _used < length)
        {
            int usual = (int)Math.Clamp(Capacity - _shared, SmallestChunk, LargestChunk);
            Adopt(LargeArray.Allocate<byte>(Math.Max(usual, length)), 0);
        }

        Span<byte> target = _chunks[_count - 1].AsSpan(_used, length);
        long position = Position(_count - 1, _used + before.Length);
        before.CopyTo(target);
        id.CopyTo(target[before.Length..]);
        value.CopyTo(target[(before.Length + id.Length)..]);
        _used += length;
        return position;
    }

    /// <summary>Adopts a chunk that was filled elsewhere, up to <paramref name="used"/>, and returns its number.</summary>
    public int Adopt(byte[] chunk, int used)
    {
        if (_count == _chunks.Length)
        {
            Array.Resize(ref _chunks, _count * 2);
        }

        _chunks[_count] = chunk;
        _used = used;
        Capacity += chunk.Length;
        return _count++;
    }

    /// <summary>An arena with the same bytes to which bytes can be added independently.</summary>
    public RecordArena Fork() => new()
    {
        _chunks = [.. _chunks],
        _count = _count,
        _used = _count == 0 ? 0 : _chunks[_count - 1].Length,
        Capacity = Capacity,
        _shared = Capacity,
    };

    public static long Position(int chunk, int offset) => ((long)chunk << 32) | (uint)offset;

    public static ReadOnlySpan<byte> Slice(byte[][] chunks, long position, int skip, int length) =>
        chunks[(int)(position >> 32)].AsSpan((int)position + skip, length);
}
