using System.Buffers;

namespace OpsLog.Core.Storage;

/// <summary>A part of an object that was read into memory, with the offsets of the object.</summary>
internal sealed class WindowReader(byte[] bytes, int count, long start) : IObjectReader
{
    public long Length => start + count;

    /// <summary>Reads the bytes between two offsets of an object.</summary>
    public static WindowReader Load(IObjectReader source, long from, long to)
    {
        int length = (int)(to - from);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        return new WindowReader(bytes, source.Read(from, bytes.AsSpan(0, length)), from);
    }

    /// <summary>The bytes of the part.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, count);

    /// <summary>The lines of the part, without copying them.</summary>
    public LineReader Lines() => new(bytes, count, start);

    public int Read(long offset, Span<byte> buffer)
    {
        int at = (int)(offset - start);
        int length = Math.Clamp(count - at, 0, buffer.Length);
        bytes.AsSpan(at, length).CopyTo(buffer);
        return length;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);
}
