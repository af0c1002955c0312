using OpsLog.Core.Store;

namespace OpsLog.PowerShell.Binding;

/// <summary>The indexes that a name or pattern selects.</summary>
internal static class IndexNames
{
    /// <summary>The indexed properties. A pattern can match no index; a name has to match one.</summary>
    /// <param name="store">The store.</param>
    /// <param name="name">The name or pattern.</param>
    /// <exception cref="OpsLog.Core.Errors.IndexNotFoundException">There is no index of the name.</exception>
    public static IReadOnlyList<string> Find(OpsLogStore store, string name)
    {
        if (!NamePattern.IsPattern(name))
        {
            store.CheckIndex(name, adds: false);
        }

        NamePattern pattern = new(name, ignoreCase: true);
        return [.. store.IndexedProperties.Where(property => pattern.IsMatch(property))];
    }
}
