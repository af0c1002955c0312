namespace OpsLog.Core.Errors;

/// <summary>There is no index of the property; nothing was changed.</summary>
/// <param name="location">The store.</param>
/// <param name="property">The property.</param>
public sealed class IndexNotFoundException(string location, string property)
    : OpsLogException($"The store '{location}' has no index of the property '{property}'. Specify the property of an existing index.")
{
    /// <summary>The property.</summary>
    public string Property { get; } = property;
}
