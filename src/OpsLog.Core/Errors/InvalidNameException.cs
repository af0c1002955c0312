namespace OpsLog.Core.Errors;

/// <summary>An agent id, segment or object name that can't be part of a file name, or a property that can't have an index.</summary>
/// <param name="kind">What the name is used for, with its article.</param>
/// <param name="name">The name as it was specified.</param>
/// <param name="reason">Why it is refused.</param>
/// <param name="advice">What to do, as a complete sentence.</param>
public sealed class InvalidNameException(string kind, string name, string reason, string advice = InvalidNameException.Usual)
    : OpsLogException($"'{ShownText.Of(name, LongestShown)}' can't be used as {kind}: {reason}. {advice}")
{
    private const int LongestShown = 40;

    private const string Usual = "Use letters, digits, '-', '_' and '.', up to 128 characters.";

    /// <summary>What the name is used for, with its article: an agent id, an archive segment.</summary>
    public string Kind { get; } = kind;

    /// <summary>The name as it was specified.</summary>
    public string Name { get; } = name;
}
