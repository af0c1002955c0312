using System.Buffers;

namespace OpsLog.Core.Primitives;

/// <summary>A growing sequence of bytes in a pooled array, to compose lines and documents without allocations.</summary>
internal sealed class ByteBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _array;
    private int _length;

    public ByteBuffer(int capacity = 1024) => _array = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length => _length;

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, _length);

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, _length);

    public void Append(byte value)
    {
        if (_length == _array.Length)
        {
            Grow(1);
        }

        _array[_length++] = value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    public void AppendNumber(long value)
    {
        System.Buffers.Text.Utf8Formatter.TryFormat(value, GetSpan(20), out int written);
        _length += written;
    }

    /// <summary>Cuts the buffer back to an earlier length.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)_length, nameof(length));
        _length = length;
    }

    public void Clear() => _length = 0;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_array.Length - _length), nameof(count));
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(_length);
    }

    public void Dispose()
    {
        byte[] array = _array;
        _array = [];
        _length = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Reserve(int sizeHint)
    {
        int needed = Math.Max(sizeHint, 1);
        if (_array.Length - _length < needed)
        {
            Grow(needed);
        }
    }

    private void Grow(int needed)
    {
        long wanted = Math.Max((long)_array.Length * 2, (long)_length + needed);
        if ((long)_length + needed > Array.MaxLength)
        {
#pragma warning disable CA2201, MA0012 // The class library itself throws it where an array would be too long.
            throw new OutOfMemoryException("A single record or batch can't exceed 2 GB. Split it into several.");
#pragma warning restore CA2201, MA0012
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(wanted, Array.MaxLength));
        Span.CopyTo(larger);
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
    }
}
