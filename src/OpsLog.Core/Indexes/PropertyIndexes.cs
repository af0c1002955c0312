namespace OpsLog.Core.Indexes;

/// <summary>The indexes of a table of records. They are used under the lock of the records.</summary>
internal sealed class PropertyIndexes
{
    private PropertyIndex[] _indexes = [];

    /// <summary>Whether two names are those of the same index.</summary>
    public static bool AreSame(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    /// <summary>The indexes of these properties. Adds those that are missing, and removes all others.</summary>
    public IReadOnlyList<PropertyIndex> Use(IReadOnlyList<string> properties)
    {
        if (!_indexes.Select(index => index.Property).SequenceEqual(properties, StringComparer.OrdinalIgnoreCase))
        {
            _indexes = [.. properties.Select(property => Array.Find(_indexes, index => AreSame(index.Property, property)) ?? new PropertyIndex(property))];
        }

        return _indexes;
    }

    /// <summary>Notes that an entry has changed.</summary>
    public void Note(int entry)
    {
        foreach (PropertyIndex index in _indexes)
        {
            index.Note(entry);
        }
    }

    /// <summary>Forgets all contents, because the entries are numbered again.</summary>
    public void Drop() => Array.ForEach(_indexes, index => index.Drop());
}
