using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.History;

/// <summary>The blocks of a log as far as it was read, and its last bytes there, by which a log that was cut is recognised.</summary>
internal sealed class IndexedLog
{
    private const int TailLength = 4096;

    private readonly string _log;
    private readonly LogBlocks _blocks;
    private byte[] _tail;

    private IndexedLog(string log, LogBlocks blocks, byte[] tail)
    {
        _log = log;
        _blocks = blocks;
        _tail = tail;
        StoredEnd = blocks.End;
    }

    /// <summary>How far the log was read, in bytes.</summary>
    public long End => _blocks.End;

    /// <summary>How far its index file goes.</summary>
    public long StoredEnd { get; private set; }

    /// <summary>A log that was not read.</summary>
    public static IndexedLog Unread(string log) => new(log, new LogBlocks(), []);

    /// <summary>A log with its index file; null if that is damaged or was made for another content.</summary>
    public static IndexedLog? TryParse(string log, ReadOnlyMemory<byte> index, IObjectReader source)
    {
        if (LogIndexCodec.TryRead(index, log, out uint tail) is not { } read || (read.Count > 0 && read[^1].End > source.Length))
        {
            return null;
        }

        LogBlocks blocks = new();
        blocks.Append(read);
        IndexedLog parsed = new(log, blocks, []);
        parsed.KeepTail(source);
        return Crc32C.Compute(parsed._tail) == tail ? parsed : null;
    }

    /// <summary>
    /// Takes over the blocks that were made while the log was written, and reads what was in it before. False if there is damage.
    /// </summary>
    public bool TryTakeOver(LogBlocks written, IObjectReader source)
    {
        KeepUnchanged(source);
        _blocks.KeepBefore(written.Start);
        if (!TryReadTo(source, written.Start) || End != written.Start)
        {
            return false;
        }

        _blocks.Append(written.ToList());
        KeepTail(source);
        return true;
    }

    /// <summary>The content of an index file.</summary>
    public byte[] ToIndex()
    {
        StoredEnd = End;
        return LogIndexCodec.Write(_log, Crc32C.Compute(_tail), _blocks.ToList());
    }

    /// <summary>Drops what is not in the log any more: the undo of a single writer cuts steps off, and others may be in their place.</summary>
    public void KeepUnchanged(IObjectReader source)
    {
        byte[] now = new byte[_tail.Length];
        long start = End - _tail.Length;
        int same = _tail.AsSpan().CommonPrefixLength(now.AsSpan(0, source.Read(start, now)));
        if (same < _tail.Length)
        {
            _blocks.KeepBefore(same > 0 ? start + same : 0);
            KeepTail(source);
        }
    }

    /// <summary>Reads on to an offset between two steps; false if there is damage, in which a block would be no whole steps.</summary>
    public bool TryReadTo(IObjectReader source, long end)
    {
        LineReader lines = new(source, End, end);
        LogScanner scanner = new(lines, _ => { });
        try
        {
            while (scanner.TryRead(out OperationView operation))
            {
                bool hasTime = Timestamp.TryReadUnixMs(JsonText.Plain(operation.Timestamp), out long unixMs);
                _blocks.Add(IdFilter.HashOf(JsonText.Plain(operation.RawId)), hasTime ? unixMs : null, scanner.StartsStep, scanner.Offset, lines.NextOffset);
            }
        }
        catch (LineTooLongException)
        {
            // The reading of the operations reports it.
            return false;
        }

        _blocks.CutTo(scanner.WholeLength);
        _blocks.PassTo(scanner.WholeLength);
        KeepTail(source);
        return scanner.WholeDamagedPlaces == 0;
    }

    /// <summary>
    /// Where operations may be that are searched for, up to <paramref name="end"/>: parts between two steps. Null if the log is
    /// not what was read.
    /// </summary>
    public List<(long From, long To)>? TryFind(IObjectReader source, BlockQuery query, long end)
    {
        List<(long From, long To)> found = [.. _blocks.Find(query).Where(part => part.From < end).Select(part => (part.From, Math.Min(part.To, end)))];
        if (End < end)
        {
            found.Add((End, end));
        }

        return found.TrueForAll(part => IsBetweenLines(source, part.From) && (part.To == end || IsBetweenLines(source, part.To))) ? found : null;
    }

    /// <summary>With a newline that was damaged there, two lines are one, and what counts in the blocks is another.</summary>
    private static bool IsBetweenLines(IObjectReader source, long offset)
    {
        byte[] before = new byte[1];
        return offset == 0 || (source.Read(offset - 1, before) == 1 && before[0] == '\n');
    }

    private void KeepTail(IObjectReader source)
    {
        byte[] tail = new byte[(int)Math.Min(TailLength, End)];
        _tail = tail[..source.Read(End - tail.Length, tail)];
    }
}
