namespace OpsLog.Core.Errors;

/// <summary>An index of the property exists already; nothing was changed.</summary>
/// <param name="location">The store.</param>
/// <param name="property">The property.</param>
public sealed class IndexExistsException(string location, string property)
    : OpsLogException($"The store '{location}' already has an index of the property '{property}'. Use that index, or remove it first.")
{
    /// <summary>The property.</summary>
    public string Property { get; } = property;
}
