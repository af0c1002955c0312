using OpsLog.Core.Model;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Log;

/// <summary>
/// Reads a log backwards, step by step, by bytes: the cost depends on the steps that are read, not on the length of the
/// log.
/// </summary>
internal sealed class LogStepReader
{
    private const int BlockSize = 64 * 1024;

    /// <summary>A line that is too long for every reader is not an operation, and neither is this one.</summary>
    private static readonly byte[] s_unreadable = [0];

    private readonly IObjectReader _source;
    private readonly byte[] _window = new byte[BlockSize];
    private long _windowStart;
    private int _windowLength;
    private long _end;

    /// <summary>Reads back from <paramref name="end"/>; skips a torn line or unfinished batch there.</summary>
    public LogStepReader(IObjectReader source, long end)
    {
        _source = source;
        _end = end;
        _windowStart = end;
        SkipTornLine();
    }

    /// <summary>The maximum length of a line that is read, in bytes.</summary>
    public int LongestLine { get; init; } = 1 << 30;

    /// <summary>The step before the steps read so far; null at the beginning of the log.</summary>
    public LogStep? ReadPrevious()
    {
        while (ReadText() is { } last)
        {
            if (!OperationCodec.TryRead(last, out OperationView operation, out _, out _))
            {
                return new LogStep(_end, [last], true, false);
            }

            BatchMark mark = operation.Batch;
            if (!mark.IsPart)
            {
                return new LogStep(_end, [last], false, operation.IsUndo, UndoneBy(operation));
            }

            if (mark.IsLast)
            {
                return ReadBatch(last, mark, operation.IsUndo);
            }
        }

        return null;
    }

    /// <summary>
    /// Reads a batch from its last line back. The lines of a damaged batch are not kept, but the whole batch is
    /// skipped.
    /// </summary>
    private LogStep ReadBatch(byte[] last, BatchMark mark, bool isUndo)
    {
        List<byte[]> lines = [last];
        bool damaged = false;
        StepPlace? undoes = null;
        int index = mark.Index;
        for (int read = 1; index > 1 && read < mark.Count; read++)
        {
            long behind = _end;
            if (ReadText() is not { } line)
            {
                break;
            }

            if (!OperationCodec.TryRead(line, out OperationView operation, out _, out _))
            {
                damaged = true;
            }
            else if (operation.Batch.Count == mark.Count && operation.Batch.Index < index)
            {
                damaged |= operation.Batch.Index < index - 1;
                index = operation.Batch.Index;
                undoes = UndoneBy(operation);
            }
            else
            {
                // The line belongs to another step, so the beginning of this one is missing.
                _end = behind;
                break;
            }

            if (!damaged)
            {
                lines.Add(line);
            }
        }

        lines.Reverse();
        bool isWhole = !damaged && index == 1;
        return new LogStep(_end, lines, !isWhole, isUndo, isWhole ? undoes : null);
    }

    private static StepPlace? UndoneBy(in OperationView first) => StepPlace.TryRead(first.RawUndoes, out StepPlace place) ? place : null;

    private void SkipTornLine()
    {
        if (_end > 0 && ByteAt(_end - 1) != '\n')
        {
            _end = LineStart(_end);
        }
    }

    /// <summary>The last non-empty line before the lines read so far; null if there is none.</summary>
    private byte[]? ReadText()
    {
        while (_end > 0)
        {
            if (ReadLine() is { Length: > 0 } line)
            {
                return line;
            }
        }

        return null;
    }

    private byte[] ReadLine()
    {
        long newline = _end - 1;
        long start = LineStart(newline);
        if (newline - start > LongestLine)
        {
            _end = start;
            return s_unreadable;
        }

        byte[] line = new byte[newline - start];
        if (start >= _windowStart && newline <= _windowStart + _windowLength)
        {
            _window.AsSpan((int)(start - _windowStart), line.Length).CopyTo(line);
        }
        else
        {
            _source.Read(start, line);
        }

        _end = start;
        return line;
    }

    /// <summary>The offset after the last newline before <paramref name="end"/>.</summary>
    private long LineStart(long end)
    {
        while (end > 0)
        {
            Cover(end - 1);
            int newline = _window.AsSpan(0, (int)(end - _windowStart)).LastIndexOf((byte)'\n');
            if (newline >= 0)
            {
                return _windowStart + newline + 1;
            }

            end = _windowStart;
        }

        return 0;
    }

    private byte ByteAt(long offset)
    {
        Cover(offset);
        return _window[offset - _windowStart];
    }

    /// <summary>Makes the window contain the byte at an offset, as its last byte if the window has to move.</summary>
    private void Cover(long offset)
    {
        if (offset < _windowStart || offset >= _windowStart + _windowLength)
        {
            _windowStart = Math.Max(0, offset + 1 - BlockSize);
            _windowLength = _source.Read(_windowStart, _window.AsSpan(0, (int)(offset + 1 - _windowStart)));
        }
    }
}
