namespace OpsLog.PowerShell.Conversion;

/// <summary>The properties of all records of a pipeline that were stored as less than they are, for one warning.</summary>
internal sealed class Reductions
{
    private readonly SortedDictionary<string, Reduction> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Reduction> _ofRecord = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes a property of the record at hand. It counts once <see cref="Keep"/> is called.</summary>
    public void Add(string property, Reduction reduction) => _ofRecord.TryAdd(property, reduction);

    /// <summary>The record at hand is written: what was noted of it counts.</summary>
    public void Keep()
    {
        foreach ((string property, Reduction reduction) in _ofRecord)
        {
            _properties.TryAdd(property, reduction);
        }

        _ofRecord.Clear();
    }

    /// <summary>The record at hand was refused: a warning of what it lacks in the store would be wrong.</summary>
    public void Discard() => _ofRecord.Clear();

    /// <summary>The warning; null where nothing was reduced.</summary>
    public string? ToWarning() => _properties.Count == 0 ? null
        : $"These properties were not stored in full: {string.Join(", ", _properties.Select(Describe))}. Select what you need of them, or convert them to hashtables.";

    private static string Describe(KeyValuePair<string, Reduction> property)
    {
        string name = property.Key.Length == 0 ? "the record itself" : property.Key;
        return property.Value switch
        {
            Reduction.Flattened => $"{name} (an array of several dimensions, as one list)",
            Reduction.Properties => $"{name} (a collection, without its own properties)",
            Reduction.Keys => $"{name} (keys that are objects, as their text)",
            Reduction.Serialized => $"{name} (a type that PowerShell's serializer doesn't keep)",
            _ => $"{name} (an object, as its text)",
        };
    }
}
