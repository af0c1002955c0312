using OpsLog.Core.Model;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Log;

/// <summary>
/// Reads a log's operations in order and tells what is whole, what is torn and what is damaged; it changes nothing,
/// and what follows from its findings is its caller's business.
/// </summary>
/// <remarks>
/// A step is one operation or one batch. An unfinished batch at the end is torn: it was never acknowledged. One in the
/// middle was left by a program that does not know batches and wrote on behind it, and is dropped too. A line that
/// can't be read is damage; a batch it stands in was acknowledged if all its lines are there, so its other lines count.
/// So they do where its first lines are missing.
/// Whether they are is told by the marks and seals: a line that lost its newline runs into the next one, and a torn
/// line that another program wrote on behind ends without a seal and is no line of the batch.
/// <para>A line with zero bytes in a row is a hole: a power cut took a part of a write that was not flushed, and what
/// stood behind it came through. At the end of the log it is torn, like a line that was cut short; a batch with a hole
/// was not flushed whole, so none of it counts; and whole steps behind it do count, since nobody can tell whether they
/// were acknowledged.</para>
/// </remarks>
internal sealed class LogScanner(LineReader lines, Action<LogDamage>? report = null)
{
    /// <summary>A file that is no log at all has a damaged place every few bytes; a person reads no more than these.</summary>
    public const int MostKept = 20;

    private readonly List<LogDamage> _damage = [];
    private BatchMark _open;
    private long _stepOffset;
    private long _stepLine;
    private int _stepOperations;
    private int _lastReadable;
    private bool _hasGap;
    private bool _hasHole;
    private bool _closed = true;

    /// <summary>What was passed over first, unless it is reported to a caller that keeps it.</summary>
    public IReadOnlyList<LogDamage> Damage => _damage;

    /// <summary>How many places were passed over so far.</summary>
    public long DamagedPlaces { get; private set; }

    /// <summary>How many of them are before <see cref="WholeLength"/>.</summary>
    public long WholeDamagedPlaces { get; private set; }

    /// <summary>Where the operation's line begins, in bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>The number of the operation's line, from 1.</summary>
    public long Line => lines.LineNumber;

    /// <summary>Whether the operation just read begins a step.</summary>
    public bool StartsStep { get; private set; }

    /// <summary>
    /// Whether the step before the operation just read, or at the end of the log the last one, was an unfinished batch
    /// whose operations don't count.
    /// </summary>
    public bool DropsOpenStep { get; private set; }

    /// <summary>The offset up to which the log is whole; what is behind it is torn. Final once the end is reached.</summary>
    public long WholeLength { get; private set; } = lines.NextOffset;

    /// <summary>The number of the last line before <see cref="WholeLength"/>.</summary>
    public long WholeLines { get; private set; } = lines.LineNumber;

    /// <summary>Operations of whole steps so far.</summary>
    public long Operations { get; private set; }

    /// <summary>Reads the next operation; its slices live until the next call.</summary>
    public bool TryRead(out OperationView operation)
    {
        DropsOpenStep = false;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (!lines.IsTerminated)
            {
                break;
            }

            if (line.IsEmpty)
            {
                Advance();
                continue;
            }

            if (OperationCodec.TryRead(line, out operation, out string fault, out int faultOffset))
            {
                if (_hasHole && operation.Batch.Index > 1)
                {
                    Report("a part of its batch is missing, so the whole batch is skipped", isHole: true);
                    continue;
                }

                Offset = lines.LineOffset;
                Place(operation.Batch);
                return true;
            }

            if (_hasHole || line.IndexOf("\0\0"u8) >= 0)
            {
                Report("it contains zero bytes, which a power cut leaves in a write that was not flushed", isHole: true);
                _hasHole = true;
                continue;
            }

            Report(fault, faultOffset);
            PlaceDamaged(line);
        }

        DropsOpenStep = !_closed;
        operation = default;
        return false;
    }

    private void Report(string reason, int place = 0, bool isHole = false) =>
        Report(lines.LineNumber, lines.LineOffset, reason, place, isHole);

    private void Report(long line, long offset, string reason, int place = 0, bool isHole = false)
    {
        DamagedPlaces++;
        if (report is null && _damage.Count == MostKept)
        {
            return;
        }

        LogDamage damage = new(line, offset, place == 0 ? reason : $"{reason}, at byte {place} of the line", isHole);
        if (report is null)
        {
            _damage.Add(damage);
        }
        else
        {
            report(damage);
        }
    }

    private void Place(BatchMark mark)
    {
        bool continues = !_closed && mark.Count == _open.Count
            && (_hasGap ? mark.Index > _lastReadable : mark.Index == _lastReadable + 1);
        if (!_closed && !continues)
        {
            DropsOpenStep = true;
            Report(_stepLine, _stepOffset, $"a batch of {_open.Count} operations ends after {_stepOperations} operations, so the whole batch is skipped");
        }

        StartsStep = !continues;
        if (StartsStep)
        {
            if (mark.Index > 1 && !_hasGap)
            {
                Report($"a batch of {mark.Count} operations begins with number {mark.Index}, so the operations before it are lost");
            }

            _stepOffset = lines.LineOffset;
            _stepLine = lines.LineNumber;
            _stepOperations = 0;
        }

        _stepOperations++;
        _open = mark;
        _lastReadable = mark.Index;
        _hasGap = false;
        _hasHole = false;
        Advance();
    }

    private void PlaceDamaged(ReadOnlySpan<byte> line)
    {
        _hasGap = true;
        if (!_closed && Seal.LooksSealed(line))
        {
            int index = _open.Index + 1;
            while (index < _open.Count && OperationCodec.TryFindBatch(ref line, out BatchMark mark))
            {
                index = mark.Count == _open.Count ? Math.Max(index, mark.Index) : index;
            }

            _open = _open with { Index = index };
        }

        Advance();
    }

    private void Advance()
    {
        _closed = _open.IsLast;
        if (_closed && !_hasHole)
        {
            WholeLength = lines.NextOffset;
            WholeLines = lines.LineNumber;
            WholeDamagedPlaces = DamagedPlaces;
            Operations += _stepOperations;
            _stepOperations = 0;
        }
    }
}
