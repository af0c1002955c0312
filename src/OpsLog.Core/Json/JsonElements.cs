namespace OpsLog.Core.Json;

/// <summary>
/// Iterates over the elements of one JSON array, top level only, as <see cref="JsonMembers"/> does for objects.
/// </summary>
internal ref struct JsonElements
{
    private readonly ReadOnlySpan<byte> _text;
    private JsonWalker _walker;
    private JsonSequence _sequence = new((byte)'[', (byte)']');

    public JsonElements(ReadOnlySpan<byte> text)
    {
        _text = text;
        _walker = new JsonWalker(text);
    }

    /// <summary>The element's bytes, without the white space around it.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether the text is one well-formed array; only true after the last element.</summary>
    public readonly bool IsWhole => _sequence.IsWhole;

    /// <summary>Moves to the next element; false after the last one and at a fault.</summary>
    public bool MoveNext()
    {
        if (!_sequence.TryNext(ref _walker))
        {
            return false;
        }

        int start = _walker.Position;
        if (!_walker.TryValue())
        {
            return false;
        }

        Value = _text[start.._walker.Position];
        return true;
    }
}
