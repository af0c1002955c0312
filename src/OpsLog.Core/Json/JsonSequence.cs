namespace OpsLog.Core.Json;

/// <summary>The punctuation of one JSON array or object: the brackets, and the commas between its parts.</summary>
/// <param name="open">The bracket that opens it.</param>
/// <param name="close">The bracket that closes it.</param>
internal struct JsonSequence(byte open, byte close)
{
    private bool _begun;

    /// <summary>Whether the sequence was closed and nothing follows it.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Moves to the beginning of the next part; false after the last one and at a fault.</summary>
    public bool TryNext(ref JsonWalker walker)
    {
        bool isFirst = !_begun;
        _begun = true;
        if (isFirst && !walker.TryStep(open))
        {
            return false;
        }

        bool isNext = !isFirst && walker.TryStep((byte)',');
        if (!isNext && walker.TryStep(close))
        {
            walker.SkipWhiteSpace();
            IsWhole = walker.AtEnd;
            return false;
        }

        walker.SkipWhiteSpace();
        return isFirst || isNext;
    }
}
