namespace OpsLog.Core.Errors;

/// <summary>An agent id, segment or object name that can't be part of a file name.</summary>
public sealed class InvalidNameException : OpsLogException
{
    private const string Usual = "Use letters, digits, '-', '_' and '.', up to 128 characters.";

    /// <summary>
    /// Refuses <paramref name="name"/> as a <paramref name="kind"/> for <paramref name="reason"/>; <paramref
    /// name="advice"/> is what to do, as a complete sentence.
    /// </summary>
    public InvalidNameException(string kind, string name, string reason, string advice = Usual)
        : base($"'{Printable(name)}' can't be used as {kind}: {reason}. {advice}")
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>What the name is used for, with its article: an agent id, an archive segment.</summary>
    public string Kind { get; }

    /// <summary>The name as it was specified.</summary>
    public string Name { get; }

    private static string Printable(string name)
    {
        string cut = name.Length > 40 ? name[..40] + "..." : name;
        return string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c));
    }
}
