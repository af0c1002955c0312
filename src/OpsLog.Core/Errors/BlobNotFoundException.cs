namespace OpsLog.Core.Errors;

/// <summary>The store has no blob of that name; nothing was changed.</summary>
/// <param name="location">The store.</param>
/// <param name="name">The name of the blob.</param>
public sealed class BlobNotFoundException(string location, string name)
    : OpsLogException($"The store '{location}' has no blob '{ShownText.Of(name, LongestShown)}'. Specify the name of an existing blob; names are case-sensitive.")
{
    private const int LongestShown = 256;

    /// <summary>The name of the blob.</summary>
    public string Name { get; } = name;
}
