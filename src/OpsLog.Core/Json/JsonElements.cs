namespace OpsLog.Core.Json;

/// <summary>
/// Iterates over the elements of one JSON array, top level only, as <see cref="JsonMembers"/> does for objects.
/// </summary>
internal ref struct JsonElements
{
    private readonly ReadOnlySpan<byte> _text;
    private JsonWalker _walker;
    private bool _begun;

    public JsonElements(ReadOnlySpan<byte> text)
    {
        _text = text;
        _walker = new JsonWalker(text);
    }

    /// <summary>The element's bytes, without the white space around it.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether the text is one well-formed array; only true after the last element.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Moves to the next element; false after the last one and at a fault.</summary>
    public bool MoveNext()
    {
        if (_begun)
        {
            if (!_walker.TryStep((byte)','))
            {
                return Finish();
            }
        }
        else
        {
            _begun = true;
            if (!_walker.TryStep((byte)'['))
            {
                return false;
            }

            if (_walker.TryStep((byte)']'))
            {
                return Ended();
            }
        }

        _walker.SkipWhiteSpace();
        int start = _walker.Position;
        if (!_walker.TryValue())
        {
            return false;
        }

        Value = _text[start.._walker.Position];
        return true;
    }

    private bool Finish() => _walker.TryStep((byte)']') && Ended();

    private bool Ended()
    {
        _walker.SkipWhiteSpace();
        IsWhole = _walker.AtEnd;
        return false;
    }
}
