namespace OpsLog.Core.Json;

/// <summary>How changes are merged into a record. Without options, the top-level members replace those of the record.</summary>
public sealed class MergeOptions
{
    /// <summary>
    /// Whether a member that an object has only in another case is that member, which keeps its spelling. The exact name
    /// takes precedence. Of several members that differ only in case from the given name, the last is used.
    /// </summary>
    public bool IgnoreCase { get; init; }

    /// <summary>
    /// Whether an object is merged into the object that the record has at the same place, at any depth. Arrays and plain
    /// values replace what is there.
    /// </summary>
    public bool Deep { get; init; }

    /// <summary>
    /// Properties that the result does not contain, even if the changes set them: a name, or the names of a path through
    /// nested objects, separated by dots. A member whose name contains the dots takes precedence. What is not there is no
    /// error.
    /// </summary>
    public IReadOnlyList<string> Remove { get; init; } = [];

    /// <summary>Whether a missing record is an error; otherwise it is created.</summary>
    public bool MustExist { get; init; }

    internal static MergeOptions Plain { get; } = new();
}
