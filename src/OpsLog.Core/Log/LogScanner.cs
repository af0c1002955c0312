using System.Runtime.CompilerServices;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Log;

/// <summary>
/// Reads the operations of a log in order and determines what is complete, what is torn and what is damaged. It changes
/// nothing; the caller acts on the result.
/// </summary>
/// <remarks>
/// A step is one operation or one batch. An unfinished batch at the end is torn: it was never acknowledged. An unfinished
/// batch in the middle is from a program that does not support batches and continued to write after it, and is ignored
/// too. A line that can't be read is damage. If all lines of its batch exist, the batch was acknowledged, so its other
/// lines are applied. The same applies if its first lines are missing. The marks and seals show whether all lines exist:
/// a line that lost its newline runs into the next one, and a torn line after which another program continued to write
/// ends without a seal and is not a line of the batch.
/// <para>A line with consecutive zero bytes is a hole: a power cut lost a part of a write that was not flushed, and a
/// later part of it remained. At the end of the log a hole is torn, like an incomplete line. A batch that contains a hole
/// was not completely flushed, so it is ignored. Complete steps after a hole are applied, because it is not known whether
/// they were acknowledged.</para>
/// </remarks>
/// <param name="lines">The lines.</param>
/// <param name="report">Receives the damage; null to keep the first places.</param>
/// <param name="examined">The same lines, if they were examined already.</param>
internal sealed class LogScanner(LineReader lines, Action<LogDamage>? report = null, ExaminedLines? examined = null)
{
    /// <summary>
    /// A file that is not a log has a damaged place every few bytes. People do not read more than this number.
    /// </summary>
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

    /// <summary>The first skipped places, unless they are reported to a caller that keeps them.</summary>
    public IReadOnlyList<LogDamage> Damage => _damage;

    /// <summary>The number of skipped places so far.</summary>
    public long DamagedPlaces { get; private set; }

    /// <summary>The number of skipped places before <see cref="WholeLength"/>.</summary>
    public long WholeDamagedPlaces { get; private set; }

    /// <summary>The offset of the line of the operation, in bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>The number of the operation's line, from 1.</summary>
    public long Line => lines.LineNumber;

    /// <summary>Whether the last operation begins a step.</summary>
    public bool StartsStep { get; private set; }

    /// <summary>
    /// Whether the step before the last operation, or the last step at the end of the log, was an unfinished batch
    /// whose operations are ignored.
    /// </summary>
    public bool DropsOpenStep { get; private set; }

    /// <summary>The offset up to which the log is complete; later bytes are torn. Final after the end is reached.</summary>
    public long WholeLength { get; private set; } = lines.NextOffset;

    /// <summary>The number of the last line before <see cref="WholeLength"/>.</summary>
    public long WholeLines { get; private set; } = lines.LineNumber;

    /// <summary>The number of operations of complete steps so far.</summary>
    public long Operations { get; private set; }

    /// <summary>The id, between its quotes, of an operation that is read soon; empty if it is not known.</summary>
    public ReadOnlySpan<byte> IdAhead => examined is null ? default : examined.IdAhead(lines.Buffer);

    /// <summary>Reads the next operation; its slices are valid until the next call.</summary>
    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

            if (TryRead(line, out operation, out string fault, out int faultOffset))
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

    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryRead(ReadOnlySpan<byte> line, out OperationView operation, out string fault, out int faultOffset)
    {
        fault = "";
        faultOffset = 0;
        return (examined is null ? OwnLine.TryRead(line, out operation) : OwnLine.TryRead(line, examined.MembersOf(lines.LineStart), out operation))
            || OperationCodec.TryRead(line, out operation, out fault, out faultOffset);
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

    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Place(BatchMark mark)
    {
        bool continues = !_closed && mark.Count == _open.Count
            && (_hasGap ? mark.Index > _lastReadable : mark.Index == _lastReadable + 1);
        if (!_closed && !continues)
        {
            DropsOpenStep = true;
            Report(_stepLine, _stepOffset, $"a batch of {Counted.Of(_open.Count, "operation")} ends after {Counted.Of(_stepOperations, "operation")}, so the whole batch is skipped");
        }

        StartsStep = !continues;
        if (StartsStep)
        {
            if (mark.Index > 1 && !_hasGap)
            {
                Report($"a batch of {Counted.Of(mark.Count, "operation")} begins with number {mark.Index}, so the operations before it are lost");
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

    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
