using System.Runtime.CompilerServices;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Storage;

/// <summary>
/// Reads an object of any size line by line through a buffer. A line is a slice of the buffer and is valid until the next
/// one is read, unless buffers are kept.
/// </summary>
internal sealed class LineReader
{
    private const int SmallestBuffer = 64 * 1024;
    private const int LargestBuffer = 4 * 1024 * 1024;
    private const int LargestKeptBuffer = 16 * 1024 * 1024;

    /// <summary>The size of one read: small enough that the bytes are in the processor's cache when they are summed and searched.</summary>
    private const int ReadSize = 128 * 1024;

    private readonly IObjectReader? _source;
    private readonly long _end;
    private readonly bool _keepBuffers;
    private readonly ReadAhead? _ahead;
    private long _filledTo;
    private int _next;
    private int _filled;

    /// <summary>
    /// Reads from <paramref name="offset"/> up to <paramref name="end"/>. With <paramref name="keepBuffers"/>, a full buffer is
    /// not reused but replaced by a new one, so slices of it stay valid and the caller can keep it.
    /// </summary>
    public LineReader(IObjectReader source, long offset, long end, bool keepBuffers = false)
    {
        _source = source;
        _end = end;
        _keepBuffers = keepBuffers;
        _filledTo = offset;
        NextOffset = offset;
        _ahead = keepBuffers && end - offset > LargestKeptBuffer ? new ReadAhead(source, offset, end) : null;
        Buffer = _ahead is null ? NewBuffer(0) : [];
    }

    /// <summary>Reads bytes that are in memory already, in place. They begin at an offset of the object.</summary>
    public LineReader(byte[] bytes, int count, long offset)
    {
        Buffer = bytes;
        _filled = count;
        _end = offset + count;
        _filledTo = _end;
        NextOffset = offset;
    }

    /// <summary>The maximum length of a line, in bytes. An array has a maximum size, and memory may be exhausted before that.</summary>
    public int LongestLine { get; init; } = 1 << 30;

    /// <summary>The buffer that contains the line.</summary>
    public byte[] Buffer { get; private set; }

    /// <summary>The number of the buffer. It changes when <see cref="Buffer"/> becomes another one.</summary>
    public int BufferNumber { get; private set; }

    /// <summary>Where the line begins in <see cref="Buffer"/>.</summary>
    public int LineStart { get; private set; }

    /// <summary>Where the line begins in the object, in bytes.</summary>
    public long LineOffset { get; private set; }

    /// <summary>Where the next line begins in the object, in bytes.</summary>
    public long NextOffset { get; private set; }

    /// <summary>The number of the line, from 1. Before the first read, set it to the number of lines before the first one.</summary>
    public long LineNumber { get; set; }

    /// <summary>Whether the line ends with a newline. Only the last line may have none.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>The CRC-32C of all bytes read so far; after the last line, of the whole range.</summary>
    public uint Crc { get; private set; }

    /// <summary>Reads the next line, without its newline; false at the end.</summary>
    /// <exception cref="LineTooLongException">The line exceeds <see cref="LongestLine"/>.</exception>
    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = _next;
        while (true)
        {
            int newline = Buffer.AsSpan(searched, _filled - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                return Slice(searched + newline, 1, out line);
            }

            int pending = _filled - _next;
            if (!Fill())
            {
                line = default;
                return pending > 0 && Slice(_filled, 0, out line);
            }

            searched = _next + pending;
        }
    }

    private bool Slice(int lineEnd, int newline, out ReadOnlySpan<byte> line)
    {
        LineStart = _next;
        LineOffset = NextOffset;
        LineNumber++;
        IsTerminated = newline > 0;
        _next = lineEnd + newline;
        NextOffset = LineOffset + (_next - LineStart);
        line = Buffer.AsSpan(LineStart, lineEnd - LineStart);
        return true;
    }

    private bool Fill()
    {
        int pending = _filled - _next;
        if (_filledTo >= _end)
        {
            return false;
        }

        if (pending >= LongestLine)
        {
            throw new LineTooLongException(LineNumber + 1, NextOffset, LongestLine);
        }

        if (_ahead is not null)
        {
            return _ahead.Next() is { } piece && Follow(piece, pending);
        }

        if (_filled == Buffer.Length)
        {
            byte[] target = _keepBuffers || pending == Buffer.Length ? NewBuffer(pending) : Buffer;
            Buffer.AsSpan(_next, pending).CopyTo(target);
            BufferNumber += ReferenceEquals(target, Buffer) ? 0 : 1;
            Buffer = target;
            _next = 0;
            _filled = pending;
        }

        int wanted = (int)Math.Min(Math.Min(Buffer.Length - _filled, ReadSize), _end - _filledTo);
        int read = _source!.Read(_filledTo, Buffer.AsSpan(_filled, wanted));
        Crc = Crc32C.Append(Crc, Buffer.AsSpan(_filled, read));
        _filled += read;
        _filledTo += read;
        return read > 0;
    }

    /// <summary>Continues in the next piece, preceded by the incomplete line at the end of the last one.</summary>
    private bool Follow(ReadAhead.Piece piece, int pending)
    {
        byte[] target = piece.Buffer;
        int start = ReadAhead.Headroom - pending;
        if (start < 0)
        {
            start = 0;
            target = LargeArray.Allocate<byte>(pending + piece.Length);
            piece.Buffer.AsSpan(ReadAhead.Headroom, piece.Length).CopyTo(target.AsSpan(pending));
        }

        Buffer.AsSpan(_next, pending).CopyTo(target.AsSpan(start));
        Buffer = target;
        BufferNumber++;
        _next = start;
        _filled = start + pending + piece.Length;
        _filledTo += piece.Length;
        Crc = piece.Crc;
        return piece.Length > 0;
    }

    private byte[] NewBuffer(int pending)
    {
        long left = _end - _filledTo;
        long usual = Math.Clamp(left, SmallestBuffer, _keepBuffers ? LargestKeptBuffer : LargestBuffer);
        long size = Math.Max(usual, Math.Min(left, pending)) + pending;
        return LargeArray.Allocate<byte>((int)Math.Min(size, Array.MaxLength));
    }
}
