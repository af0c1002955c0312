namespace OpsLog.Core.Json;

/// <summary>
/// Iterates over the members of one JSON object, top level only: the key as written between its quotes, and the bytes
/// of the value. After the last member, <see cref="IsWhole"/> returns whether the text was one object and nothing else.
/// </summary>
internal ref struct JsonMembers
{
    private readonly ReadOnlySpan<byte> _text;
    private JsonWalker _walker;
    private JsonSequence _sequence = new((byte)'{', (byte)'}');

    public JsonMembers(ReadOnlySpan<byte> text)
    {
        _text = text;
        _walker = new JsonWalker(text);
    }

    /// <summary>The key between its quotes, escapes as written.</summary>
    public ReadOnlySpan<byte> RawKey { get; private set; }

    /// <summary>The key with its escapes resolved, as any parser does.</summary>
    public readonly ReadOnlySpan<byte> Key => JsonText.Plain(RawKey);

    /// <summary>The offset of <see cref="RawKey"/> in the text.</summary>
    public int KeyStart { get; private set; }

    /// <summary>The value's bytes, without the white space around it.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The offset of <see cref="Value"/> in the text.</summary>
    public int ValueStart { get; private set; }

    /// <summary>Whether the text is one well-formed object; only true after the last member.</summary>
    public readonly bool IsWhole => _sequence.IsWhole;

    /// <summary>The deepest nesting in the values so far; 0 if all are plain.</summary>
    public readonly int Depth => _walker.Depth;

    /// <summary>
    /// Whether the text was refused because it is nested deeper than <see cref="JsonWalker.MaximumDepth"/>.
    /// </summary>
    public readonly bool IsTooDeep => _walker.IsTooDeep;

    /// <summary>The position of the walk; if the text is not well-formed, the offset of the fault.</summary>
    public readonly int Position => _walker.Position;

    /// <summary>Moves to the next member; false after the last one and at a fault.</summary>
    public bool MoveNext()
    {
        if (!_sequence.TryNext(ref _walker))
        {
            return false;
        }

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
}
