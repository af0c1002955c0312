namespace OpsLog.Core.Storage.Memory;

/// <summary>
/// The bytes of one object or log, in chunks so that growing copies nothing large. <see cref="Flushed"/> of them would
/// survive a power cut. Not synchronised: <see cref="MemoryDisk.Gate"/> is held by all callers.
/// </summary>
internal sealed class MemoryFile
{
    private const int ChunkSize = 64 * 1024;

    private static long _lastVersion;

    private readonly List<byte[]> _chunks = [];

    public long Length { get; private set; }

    public long Flushed { get; private set; }

    public DateTime Modified { get; private set; } = DateTime.UtcNow;

    /// <summary>Another number after every change, and in every file.</summary>
    public long Version { get; private set; } = Interlocked.Increment(ref _lastVersion);

    public void Append(ReadOnlySpan<byte> bytes)
    {
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

    public void Flush() => Flushed = Length;

    /// <summary>Cuts the file and makes that durable.</summary>
    public void Truncate(long length)
    {
        Length = length;
        int chunks = (int)((length + ChunkSize - 1) / ChunkSize);
        _chunks.RemoveRange(chunks, _chunks.Count - chunks);
        Touch();
        Flush();
    }

    private void Touch()
    {
        Modified = DateTime.UtcNow;
        Version = Interlocked.Increment(ref _lastVersion);
    }

    // Most objects are small, so a chunk begins small and doubles.
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
