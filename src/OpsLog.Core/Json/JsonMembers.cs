namespace OpsLog.Core.Json;

/// <summary>
/// Goes through the members of one JSON object, top level only: the key as written between its quotes, and the bytes
/// of the value. After the last member <see cref="IsWhole"/> tells whether the text was one object and nothing else.
/// </summary>
internal ref struct JsonMembers
{
    private readonly ReadOnlySpan<byte> _text;
    private JsonWalker _walker;
    private bool _begun;

    public JsonMembers(ReadOnlySpan<byte> text)
    {
        _text = text;
        _walker = new JsonWalker(text);
    }

    /// <summary>The key between its quotes, escapes as written.</summary>
    public ReadOnlySpan<byte> RawKey { get; private set; }

    /// <summary>The key: an escaped one is the key it stands for, as for any parser.</summary>
    public readonly ReadOnlySpan<byte> Key => JsonText.Plain(RawKey);

    /// <summary>Where <see cref="RawKey"/> begins in the text.</summary>
    public int KeyStart { get; private set; }

    /// <summary>The value's bytes, without the white space around it.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Where <see cref="Value"/> begins in the text.</summary>
    public int ValueStart { get; private set; }

    /// <summary>Whether the text proved to be one well-formed object; only true once the members are through.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The deepest nesting within the values so far; 0 where all are plain.</summary>
    public readonly int Depth => _walker.Depth;

    /// <summary>Whether the text was refused for nesting deeper than <see cref="JsonWalker.MaximumDepth"/>.</summary>
    public readonly bool IsTooDeep => _walker.IsTooDeep;

    /// <summary>Where the walk stands: the offset of the fault where the text is not well-formed.</summary>
    public readonly int Position => _walker.Position;

    /// <summary>Goes to the next member; false after the last one and at a fault.</summary>
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
            if (!_walker.TryStep((byte)'{'))
            {
                return false;
            }

            if (_walker.TryStep((byte)'}'))
            {
                return Ended();
            }
        }

        _walker.SkipWhiteSpace();
        int keyStart = _walker.Position + 1;
        if (!_walker.TryString(out ReadOnlySpan<byte> key) || !_walker.TryStep((byte)':'))
        {
            return false;
        }

        _walker.SkipWhiteSpace();
        int start = _walker.Position;
        if (!_walker.TryValue())
        {
            return false;
        }

        RawKey = key;
        KeyStart = keyStart;
        ValueStart = start;
        Value = _text[start.._walker.Position];
        return true;
    }

    private bool Finish() => _walker.TryStep((byte)'}') && Ended();

    private bool Ended()
    {
        _walker.SkipWhiteSpace();
        IsWhole = _walker.AtEnd;
        return false;
    }
}
