using OpsLog.Core.Primitives;

namespace OpsLog.Core.Storage;

/// <summary>
/// Reads a large object piece by piece, and the next one on another thread while the caller works on the last: being
/// handed memory, copying into it and summing it take as long as finding records in it does.
/// </summary>
internal sealed class ReadAhead
{
    /// <summary>Bytes left free before each piece, for the part of a line that the piece before ended with.</summary>
    public const int Headroom = 64 * 1024;

    private const int PieceSize = 8 * 1024 * 1024;

    /// <summary>Read at once: small enough that summing it finds it in the processor's cache.</summary>
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
    /// <param name="Buffer">An array of its own, the caller's to keep.</param>
    /// <param name="Length">How many bytes of the object it holds.</param>
    /// <param name="Crc">The CRC-32C of all pieces up to and with this one.</param>
    internal sealed record Piece(byte[] Buffer, int Length, uint Crc);

    /// <summary>The next piece; null at the end.</summary>
    public Piece? Take()
    {
        // What reading throws, it throws here.
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
