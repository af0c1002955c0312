using System.Runtime.InteropServices;

namespace OpsLog.Core.Log;

/// <summary>The blocks of a log, made from its operations in their order. Not synchronised.</summary>
/// <param name="start">Where the first block begins: between two steps.</param>
internal sealed class LogBlocks(long start = 0)
{
    /// <summary>A block ends with the first step that makes it as long as this. A search reads whole blocks.</summary>
    public const int Size = 64 * 1024;

    private readonly List<LogBlock> _closed = [];
    private readonly List<uint> _ids = [];
    private readonly List<long> _offsets = [];
    private long _offset = start;
    private long _earliest = long.MaxValue;
    private long _latest = long.MinValue;

    /// <summary>Where the first block begins.</summary>
    public long Start => _closed.Count > 0 ? _closed[0].Offset : _offset;

    /// <summary>Where the last block ends so far.</summary>
    public long End { get; private set; } = start;

    /// <summary>
    /// Adds the next operation. One that begins before <see cref="End"/> is in place of what was there and was cut off.
    /// </summary>
    /// <param name="id">The hash of its id.</param>
    /// <param name="unixMs">Its time; null if it has none that can be read.</param>
    /// <param name="beginsStep">Whether a step begins with it.</param>
    /// <param name="offset">Where its line begins, in bytes.</param>
    /// <param name="end">Where its line ends, with its newline.</param>
    public void Add(uint id, long? unixMs, bool beginsStep, long offset, long end)
    {
        CutTo(offset);
        if (beginsStep && offset - _offset >= Size)
        {
            Close(offset);
        }

        _ids.Add(id);
        _offsets.Add(offset);
        _earliest = Math.Min(_earliest, unixMs ?? long.MaxValue);
        _latest = Math.Max(_latest, unixMs ?? long.MinValue);
        End = end;
    }

    /// <summary>Adds blocks that begin at <see cref="End"/>.</summary>
    public void Append(IReadOnlyList<LogBlock> blocks)
    {
        if (blocks.Count == 0)
        {
            return;
        }

        if (End > _offset)
        {
            Close(End);
        }

        _closed.AddRange(blocks);
        Begin(blocks[^1].End);
        End = _offset;
    }

    /// <summary>Goes on behind bytes that contain no operation.</summary>
    public void PassTo(long offset) => End = Math.Max(End, offset);

    /// <summary>
    /// Removes what is behind a place between two steps. A block that remains in part may be said to contain more than it does.
    /// </summary>
    public void CutTo(long offset)
    {
        if (offset >= End)
        {
            return;
        }

        while (_closed.Count > 0 && _closed[^1].End > offset)
        {
            LogBlock last = _closed[^1];
            _closed.RemoveAt(_closed.Count - 1);
            if (last.Offset < offset)
            {
                _closed.Add(last with { End = offset });
            }

            Begin(offset);
        }

        int kept = _offsets.FindLastIndex(at => at < offset) + 1;
        _ids.RemoveRange(kept, _ids.Count - kept);
        _offsets.RemoveRange(kept, _offsets.Count - kept);
        _offset = Math.Min(_offset, offset);
        End = offset;
    }

    /// <summary>Removes the blocks that end behind an offset, wherever it is.</summary>
    public void KeepBefore(long offset)
    {
        if (offset < End)
        {
            int kept = _closed.FindLastIndex(block => block.End <= offset) + 1;
            CutTo(kept > 0 ? _closed[kept - 1].End : Start);
        }
    }

    /// <summary>The blocks so far.</summary>
    public IReadOnlyList<LogBlock> ToList() => End > _offset ? [.. _closed, Open()] : [.. _closed];

    /// <summary>Where the blocks are that may contain what is searched for; adjacent blocks are one range.</summary>
    public List<(long From, long To)> Find(BlockQuery query)
    {
        List<(long From, long To)> found = [];
        foreach (LogBlock block in ToList())
        {
            if (!query.MayBeIn(block))
            {
                continue;
            }

            if (found.Count > 0 && found[^1].To == block.Offset)
            {
                found[^1] = (found[^1].From, block.End);
            }
            else
            {
                found.Add((block.Offset, block.End));
            }
        }

        return found;
    }

    private LogBlock Open() => new(_offset, End, _earliest, _latest, IdFilter.Of(CollectionsMarshal.AsSpan(_ids)));

    private void Close(long end)
    {
        _closed.Add(Open() with { End = end });
        Begin(end);
    }

    private void Begin(long offset)
    {
        _offset = offset;
        _ids.Clear();
        _offsets.Clear();
        _earliest = long.MaxValue;
        _latest = long.MinValue;
    }
}
