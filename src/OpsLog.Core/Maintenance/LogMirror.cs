using OpsLog.Core.Log;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// The copy of a log that is written to at the same time. It adds what was appended, and removes what an undo cut off
/// the log after it was copied, so the cost of each further look depends only on the changes.
/// </summary>
internal sealed class LogMirror(IObjectReader source, string name, BackupTarget target) : IDisposable
{
    private const int PieceLength = 1024 * 1024;
    private const int MostReadings = 1000;

    /// <summary>
    /// A log that was cut and then written to differs from the earlier log directly before the end of every line after
    /// the cut, because lines end with their checksum. Within a line it may not: a record can repeat one character.
    /// </summary>
    private const int TailLength = 4096;

    private readonly List<(long End, uint Crc)> _sums = [(0, 0)];
    private IAppendLog? _copy;
    private byte[] _tail = [];

    public string Name => name;

    /// <summary>The log itself.</summary>
    public IObjectReader Source => source;

    /// <summary>The number of bytes that are copied.</summary>
    public long Length => _copy?.Length ?? 0;

    /// <summary>The last bytes of the copy.</summary>
    public ReadOnlySpan<byte> Tail => _tail;

    /// <summary>The last bytes of the log before <paramref name="end"/>, which identify that place.</summary>
    public byte[] TailAt(long end)
    {
        byte[] tail = new byte[(int)Math.Min(TailLength, end)];
        return tail[..source.Read(end - tail.Length, tail)];
    }

    /// <summary>
    /// Makes the copy equal to the log before <paramref name="end"/>. False if this is not possible: the log ends
    /// earlier, or is cut and written to continuously.
    /// </summary>
    public bool TryFollow(long end)
    {
        byte[] piece = new byte[(int)Math.Min(end, PieceLength) + TailLength];
        byte[] again = new byte[piece.Length];
        CutToCommon(end);
        for (int reading = 0; reading < MostReadings; reading++)
        {
            if (Length == end)
            {
                return true;
            }

            int count = (int)Math.Min(_tail.Length + PieceLength, _tail.Length + end - Length);
            long from = Length - _tail.Length;
            int read = source.Read(from, piece.AsSpan(0, count));

            // Read twice, because a log that is cut and written to at the same time returns parts of both.
            bool isStable = source.Read(from, again.AsSpan(0, count)) == read && piece.AsSpan(0, read).SequenceEqual(again.AsSpan(0, read));
            if (isStable && read == count && piece.AsSpan(0, _tail.Length).SequenceEqual(_tail))
            {
                Append(WholeLines(piece.AsSpan(_tail.Length, count - _tail.Length), isLast: from + count == end));
            }
            else if (isStable && read < count && source.Length < end)
            {
                return false;
            }
            else
            {
                CutToCommon(end);
            }
        }

        return false;
    }

    /// <summary>The offset up to which the copy consists of complete steps.</summary>
    public long WholeLength()
    {
        if (Length == 0)
        {
            return 0;
        }

        using IObjectReader copy = target.Backend.OpenRead(name);
        LogScanner scanner = new(new LineReader(copy, 0, Length));
        while (scanner.TryRead(out _))
        {
        }

        return scanner.WholeLength;
    }

    /// <summary>Ends the copy at <paramref name="length"/> and makes it durable.</summary>
    public void Complete(long length)
    {
        CutTo(length);
        Copy.Flush();
        target.Complete(new CopiedFile(name, Length, _sums[^1].Crc));
    }

    public void Dispose()
    {
        _copy?.Dispose();
        source.Dispose();
    }

    private IAppendLog Copy
    {
        get
        {
            if (_copy is null)
            {
                target.Begin(name);
                _copy = target.Backend.OpenAppend(name);
            }

            return _copy;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Copy.Append(bytes);
        _sums.Add((Length, Crc32C.Append(_sums[^1].Crc, bytes)));
        _tail = [.. _tail, .. bytes];
        _tail = _tail[^Math.Min(_tail.Length, TailLength)..];
        target.Report(name, bytes.Length);
    }

    /// <summary>A piece up to the end of its last line, if more follows it: only such a place identifies the log.</summary>
    private static ReadOnlySpan<byte> WholeLines(ReadOnlySpan<byte> piece, bool isLast)
    {
        int lines = isLast ? 0 : piece.LastIndexOf((byte)'\n') + 1;
        return lines == 0 ? piece : piece[..lines];
    }

    /// <summary>Cuts the copy to the lines that are still the same in the log, and not behind <paramref name="end"/>.</summary>
    private void CutToCommon(long end)
    {
        if (Length > 0)
        {
            using IObjectReader copy = target.Backend.OpenRead(name);
            CutTo(Math.Min(end, CommonLength(copy)));
        }
    }

    /// <summary>Searches from the end for a line end: an undo cuts off the end, and everything before it is the same.</summary>
    private long CommonLength(IObjectReader copy)
    {
        byte[] ours = new byte[TailLength];
        byte[] theirs = new byte[TailLength];
        long end = Length;
        while (end > 0)
        {
            int count = (int)Math.Min(TailLength, end);
            copy.Read(end - count, ours.AsSpan(0, count));
            int there = source.Read(end - count, theirs.AsSpan(0, count));
            int same = ours.AsSpan(0, count).CommonPrefixLength(theirs.AsSpan(0, there));
            int lines = ours.AsSpan(0, same).LastIndexOf((byte)'\n') + 1;
            end -= count;
            if (lines > 0)
            {
                return end + lines;
            }
        }

        return 0;
    }

    private void CutTo(long length)
    {
        if (length == Length)
        {
            return;
        }

        using IObjectReader copy = target.Backend.OpenRead(name);
        if (Copy.CanTruncate)
        {
            Copy.Truncate(length);
        }
        else
        {
            BeginAnew(copy, length);
        }

        _sums.RemoveAll(sum => sum.End > length);
        (long end, uint crc) = _sums[^1];
        byte[] rest = new byte[(int)(length - end)];
        copy.Read(end, rest);
        _sums.Add((length, Crc32C.Append(crc, rest)));
        _tail = new byte[(int)Math.Min(TailLength, length)];
        copy.Read(length - _tail.Length, _tail);
    }

    /// <summary>If a log can't be cut, its first bytes are copied to a new log with the same name.</summary>
    private void BeginAnew(IObjectReader before, long length)
    {
        Copy.Dispose();
        _copy = null;
        target.Backend.Delete(name);
        byte[] piece = new byte[PieceLength];
        for (long offset = 0; offset < length;)
        {
            int read = before.Read(offset, piece.AsSpan(0, (int)Math.Min(piece.Length, length - offset)));
            Copy.Append(piece.AsSpan(0, read));
            offset += read;
        }
    }
}
