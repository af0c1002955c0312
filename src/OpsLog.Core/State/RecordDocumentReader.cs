using System.Text.Unicode;
using OpsLog.Core.Json;
using OpsLog.Core.Storage;

namespace OpsLog.Core.State;

/// <summary>
/// Streams a single JSON document that holds records in one object, <c>{..., "records":{id: data, ...}, ...}</c>:
/// archive segments and the snapshots of older versions, compact or indented, however large. Members of the document
/// and of <c>records</c> come one by one; only the one at hand has to fit into memory.
/// </summary>
internal sealed class RecordDocumentReader
{
    private const int SmallestWindow = 64 * 1024;

    private readonly IObjectReader _source;
    private byte[] _window = new byte[SmallestWindow];
    private long _windowStart;
    private int _filled;
    private int _position;
    private bool _atEnd;
    private State _state;
    private bool _first;
    private int _keyStart;
    private int _keyLength;
    private int _valueStart;
    private int _valueLength;

    public RecordDocumentReader(IObjectReader source) => _source = source;

    private enum State
    {
        Start,
        Document,
        Records,
        End,
    }

    private enum Outcome
    {
        Again,
        Member,
        Incomplete,
        Malformed,
    }

    /// <summary>Whether the member at hand is a record; else it is a member of the document itself.</summary>
    public bool IsRecord { get; private set; }

    /// <summary>The member's key between its quotes, escapes as written.</summary>
    public ReadOnlySpan<byte> RawKey => _window.AsSpan(_keyStart, _keyLength);

    /// <summary>The member's value, as written.</summary>
    public ReadOnlySpan<byte> Value => _window.AsSpan(_valueStart, _valueLength);

    /// <summary>Whether the document had a <c>records</c> object.</summary>
    public bool HasRecords { get; private set; }

    /// <summary>The position of the reader, in bytes; the position of the fault if the document is malformed.</summary>
    public long Offset => _windowStart + _position;

    /// <summary>Where the value at hand begins, in bytes.</summary>
    public long ValueOffset => _windowStart + _valueStart;

    /// <summary>Whether the text proved not to be such a document.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Whether it is malformed because a value nests deeper than is read.</summary>
    public bool IsTooDeep { get; private set; }

    /// <summary>Goes to the next member; false at the end, and where the document is malformed.</summary>
    public bool TryRead()
    {
        while (!IsMalformed && _state != State.End)
        {
            switch (Step())
            {
                case Outcome.Member:
                    return true;
                case Outcome.Incomplete when !Fill():
                case Outcome.Malformed:
                    IsMalformed = true;
                    break;
            }
        }

        return false;
    }

    private Outcome Step()
    {
        JsonWalker walker = new(_window.AsSpan(0, _filled), _position);
        walker.SkipWhiteSpace();
        if (_state == State.Start)
        {
            return walker.TryStep((byte)'{') ? Enter(walker, State.Document) : Fault(walker);
        }

        if (walker.TryStep((byte)'}'))
        {
            return Leave(walker);
        }

        if (!_first && !walker.TryStep((byte)','))
        {
            return Fault(walker);
        }

        walker.SkipWhiteSpace();
        int keyStart = walker.Position + 1;
        if (!walker.TryString(out ReadOnlySpan<byte> key) || !walker.TryStep((byte)':'))
        {
            return Fault(walker);
        }

        walker.SkipWhiteSpace();
        if (_state == State.Document && JsonText.KeysEqual(key, "records"u8))
        {
            // JavaScript uses the second of two; the members of the first were returned already.
            return !HasRecords && walker.TryStep((byte)'{') ? Enter(walker, State.Records) : Fault(walker);
        }

        int valueStart = walker.Position;
        // A number could go on behind the window, so a value counts only when something follows it.
        if (!walker.TryValue() || walker.AtEnd)
        {
            return Fault(walker);
        }

        (_keyStart, _keyLength) = (keyStart, key.Length);
        (_valueStart, _valueLength) = (valueStart, walker.Position - valueStart);
        _position = walker.Position;
        _first = false;
        IsRecord = _state == State.Records;
        return Utf8.IsValid(RawKey) && Utf8.IsValid(Value) ? Outcome.Member : Outcome.Malformed;
    }

    private Outcome Enter(JsonWalker walker, State state)
    {
        HasRecords |= state == State.Records;
        _state = state;
        _first = true;
        _position = walker.Position;
        return Outcome.Again;
    }

    private Outcome Leave(JsonWalker walker)
    {
        _position = walker.Position;
        if (_state == State.Records)
        {
            _state = State.Document;
            _first = false;
            return Outcome.Again;
        }

        _state = State.End;
        return HasOnlyWhiteSpaceLeft() ? Outcome.Again : Outcome.Malformed;
    }

    private Outcome Fault(JsonWalker walker)
    {
        // A walk that ended well before the end of the window found a fault that no further byte can remove.
        const int LongestToken = 8;
        if (!_atEnd && walker.Position > _filled - LongestToken)
        {
            return Outcome.Incomplete;
        }

        IsTooDeep = walker.IsTooDeep;
        _position = Math.Min(walker.Position, _filled);
        return Outcome.Malformed;
    }

    private bool HasOnlyWhiteSpaceLeft()
    {
        do
        {
            int other = _window.AsSpan(_position, _filled - _position).IndexOfAnyExcept(" \t\r\n"u8);
            if (other >= 0)
            {
                _position += other;
                return false;
            }

            _position = _filled;
        }
        while (Fill());

        return true;
    }

    /// <summary>Reads on; what lies before the position makes room, and a member larger than the window enlarges it.</summary>
    private bool Fill()
    {
        if (_atEnd)
        {
            return false;
        }

        int kept = _filled - _position;
        byte[] target = kept > _window.Length / 2
            ? new byte[(int)Math.Min((long)_window.Length * 2, Array.MaxLength)]
            : _window;
        _window.AsSpan(_position, kept).CopyTo(target);
        _window = target;
        _windowStart += _position;
        _position = 0;
        _filled = kept;
        int read = _source.Read(_windowStart + _filled, _window.AsSpan(_filled));
        _filled += read;
        _atEnd = read == 0;
        return read > 0 || kept > 0;
    }
}
