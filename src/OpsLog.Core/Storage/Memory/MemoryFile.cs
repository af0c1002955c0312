namespace OpsLog.Core.Storage.Memory;

/// <summary>
/// The bytes of one object or log, in chunks, so that an append does not copy much. It records which appends are not
/// flushed and would not survive a power cut. Not synchronised: callers hold <see cref="MemoryDisk.Gate"/>.
/// </summary>
internal sealed class MemoryFile
{
    private const int ChunkSize = 64 * 1024;

    private static long _lastVersion;

    private readonly List<byte[]> _chunks = [];
    private readonly List<long> _unflushed = [];

    public long Length { get; private set; }

    /// <summary>The lengths of the unflushed appends, oldest first.</summary>
    public IReadOnlyList<long> Unflushed => _unflushed;

    public DateTime Modified { get; private set; } = DateTime.UtcNow;

    /// <summary>A number that is unique among all files and changes with each modification.</summary>
    public long Version { get; private set; } = Interlocked.Increment(ref _lastVersion);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _unflushed.Add(bytes.Length);
        while (!bytes.IsEmpty)
        {
            int start = (int)(Length % ChunkSize);
            int count = Math.Min(bytes.Length, ChunkSize - start);
            bytes[..count].CopyTo(ChunkFor(start, count).AsSpan(start));
            Length += count;
            bytes = bytes[count..];
        }

        Touch();
    }

    public int Read(long offset, Span<byte> buffer)
    {
        int total = 0;
        while (total < buffer.Length && offset < Length)
        {
            int start = (int)(offset % ChunkSize);
            int count = (int)Math.Min(Math.Min(buffer.Length - total, ChunkSize - start), Length - offset);
            _chunks[(int)(offset / ChunkSize)].AsSpan(start, count).CopyTo(buffer[total..]);
            offset += count;
            total += count;
        }

        return total;
    }

    public void Flush() => _unflushed.Clear();

    /// <summary>Cuts the file, durably.</summary>
    public void Truncate(long length)
    {
        Length = length;
        int chunks = (int)((length + ChunkSize - 1) / ChunkSize);
        _chunks.RemoveRange(chunks, _chunks.Count - chunks);
        Touch();
        Flush();
    }

    /// <summary>
    /// Keeps the first bytes of each unflushed append; <paramref name="kept"/> contains their numbers. As on a disk, missing
    /// bytes before a kept byte are read as zeros, and the file ends with the last kept byte.
    /// </summary>
    public void Lose(IReadOnlyList<long> kept)
    {
        long offset = Length - _unflushed.Sum();
        long end = offset;
        for (int i = 0; i < _unflushed.Count; offset += _unflushed[i++])
        {
            long there = Math.Clamp(kept[i], 0, _unflushed[i]);
            Clear(offset + there, offset + _unflushed[i]);
            end = there > 0 ? offset + there : end;
        }

        Truncate(end);
    }

    public MemoryFile Clone()
    {
        MemoryFile clone = new() { Length = Length, Modified = Modified, Version = Version };
        clone._chunks.AddRange(_chunks.Select(chunk => (byte[])chunk.Clone()));
        clone._unflushed.AddRange(_unflushed);
        return clone;
    }

    private void Clear(long from, long to)
    {
        for (long offset = from; offset < to;)
        {
            int start = (int)(offset % ChunkSize);
            int count = (int)Math.Min(to - offset, ChunkSize - start);
            _chunks[(int)(offset / ChunkSize)].AsSpan(start, count).Clear();
            offset += count;
        }
    }

    private void Touch()
    {
        Modified = DateTime.UtcNow;
        Version = Interlocked.Increment(ref _lastVersion);
    }

    // Most objects are small, so a chunk is small at first and its size is doubled.
    private byte[] ChunkFor(int start, int count)
    {
        int index = (int)(Length / ChunkSize);
        if (index == _chunks.Count)
        {
            _chunks.Add(new byte[count]);
        }

        byte[] chunk = _chunks[index];
        if (chunk.Length < start + count)
        {
            Array.Resize(ref chunk, Math.Min(ChunkSize, Math.Max(chunk.Length * 2, start + count)));
            _chunks[index] = chunk;
        }

        return chunk;
    }
}
