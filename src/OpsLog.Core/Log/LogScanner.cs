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
/// </remarks>
internal sealed class LogScanner(LineReader lines)
{
    private readonly List<LogDamage> _damage = [];
    private BatchMark _open;
    private long _stepOffset;
    private long _stepLine;
    private int _stepOperations;
    private bool _closed = true;

    /// <summary>What was passed over so far.</summary>
    public IReadOnlyList<LogDamage> Damage => _damage;

    /// <summary>Where the operation's line begins, in bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the operation just read begins a step.</summary>
    public bool StartsStep { get; private set; }

    /// <summary>
    /// Whether the step before the operation just read, or at the end of the log the last one, was an unfinished batch
    /// whose operations don't count.
    /// </summary>
    public bool DropsOpenStep { get; private set; }

    /// <summary>The offset up to which the log is whole; what is behind it is torn. Final once the end is reached.</summary>
    public long WholeLength { get; private set; }

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
                Offset = lines.LineOffset;
                Place(operation.Batch);
                return true;
            }

            _damage.Add(new LogDamage(lines.LineNumber, lines.LineOffset, faultOffset == 0 ? fault : $"{fault}, at byte {faultOffset} of the line"));
            PlaceDamaged();
        }

        DropsOpenStep = !_closed;
        operation = default;
        return false;
    }

    private void Place(BatchMark mark)
    {
        bool continues = !_closed && mark.Count == _open.Count && mark.Index == _open.Index + 1;
        if (!_closed && !continues)
        {
            DropsOpenStep = true;
            _damage.Add(new LogDamage(_stepLine, _stepOffset, $"a batch of {_open.Count} operations ends after {_stepOperations}, so none of them counts"));
        }

        StartsStep = !continues;
        if (StartsStep)
        {
            _stepOffset = lines.LineOffset;
            _stepLine = lines.LineNumber;
            _stepOperations = 0;
        }

        _stepOperations++;
        _open = mark;
        Advance();
    }

    private void PlaceDamaged()
    {
        if (!_closed)
        {
            _open = _open with { Index = _open.Index + 1 };
        }

        Advance();
    }

    private void Advance()
    {
        _closed = _open.IsLast;
        if (_closed)
        {
            WholeLength = lines.NextOffset;
            Operations += _stepOperations;
            _stepOperations = 0;
        }
    }
}
