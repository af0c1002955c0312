using OpsLog.Core.Primitives;

namespace OpsLog.Core.Storage;

/// <summary>
/// Reads a large object piece by piece. Another thread reads the next piece while the caller processes the last one, because
/// to allocate, read and sum a piece takes as long as to find the records in it.
/// </summary>
internal sealed class ReadAhead
{
    /// <summary>The number of free bytes before each piece, for the incomplete line at the end of the previous piece.</summary>
    public const int Headroom = 64 * 1024;

    private const int PieceSize = 8 * 1024 * 1024;

    /// <summary>The size of one read: small enough that the bytes are in the processor's cache when they are summed.</summary>
    private const int ReadSize = 128 * 1024;

    private readonly IObjectReader _source;
    private readonly long _end;
    private long _offset;
    private uint _crc;
    private Task<Piece>? _next;

    public ReadAhead(IObjectReader source, long offset, long end)
    {
        _source = source;
        _offset = offset;
        _end = end;
        _next = Task.Run(Read);
    }

    /// <summary>A part of the object, behind <see cref="Headroom"/> free bytes.</summary>
    /// <param name="Buffer">A new array, which the caller can keep.</param>
    /// <param name="Length">How many bytes of the object it contains.</param>
    /// <param name="Crc">The CRC-32C of all pieces up to and including this one.</param>
    internal sealed record Piece(byte[] Buffer, int Length, uint Crc);

    /// <summary>The next piece; null at the end.</summary>
    public Piece? Next()
    {
        // An exception of the read is thrown here.
        Piece? piece = _next?.GetAwaiter().GetResult();
        _next = piece is { Length: > 0 } && _offset < _end ? Task.Run(Read) : null;
        return piece;
    }

    private Piece Read()
    {
        int length = (int)Math.Min(PieceSize, _end - _offset);
        byte[] buffer = LargeArray.Allocate<byte>(Headroom + length);
        int filled = 0;
        while (filled < length)
        {
            Span<byte> target = buffer.AsSpan(Headroom + filled, Math.Min(ReadSize, length - filled));
            int read = _source.Read(_offset, target);
            if (read == 0)
            {
                break;
            }

            _crc = Crc32C.Append(_crc, target[..read]);
            _offset += read;
            filled += read;
        }

        return new Piece(buffer, filled, _crc);
    }
}
