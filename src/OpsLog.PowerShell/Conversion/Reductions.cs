namespace OpsLog.PowerShell.Conversion;

/// <summary>The properties of all records of a pipeline that were stored as less than they are, for one warning.</summary>
internal sealed class Reductions
{
    private readonly SortedDictionary<string, Reduction> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Reduction> _ofRecord = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _kept = [];

    /// <summary>Notes a property of the record at hand. It counts once <see cref="Keep"/> is called.</summary>
    public void Add(string property, Reduction reduction) => _ofRecord.TryAdd(property, reduction);

    /// <summary>The record at hand is written: what was noted of it counts.</summary>
    public void Keep()
    {
        _kept.Clear();
        foreach ((string property, Reduction reduction) in _ofRecord)
        {
            if (_properties.TryAdd(property, reduction))
            {
                _kept.Add(property);
            }
        }

        _ofRecord.Clear();
    }

    /// <summary>The record that <see cref="Keep"/> was called for last was not stored after all.</summary>
    public void ForgetLast()
    {
        foreach (string property in _kept)
        {
            _properties.Remove(property);
        }

        _kept.Clear();
    }

    /// <summary>The record at hand was refused: a warning of what it lacks in the store would be wrong.</summary>
    public void Discard() => _ofRecord.Clear();

    /// <summary>The warning; null where nothing was reduced.</summary>
    public string? ToWarning() => _properties.Count == 0 ? null
        : $"These properties were not stored in full: {string.Join(", ", _properties.Select(Describe))}. Select the values that you need, or convert the properties to hashtables.";

    private static string Describe(KeyValuePair<string, Reduction> property)
    {
        string name = property.Key.Length == 0 ? "the record itself" : property.Key;
        return property.Value switch
        {
            Reduction.Flattened => $"{name} (a multidimensional array, stored as one list)",
            Reduction.Properties => $"{name} (a collection, stored without its additional properties)",
            Reduction.Keys => $"{name} (keys that are objects, stored as strings)",
            Reduction.Serialized => $"{name} (a type that PowerShell's serializer does not preserve)",
            _ => $"{name} (an object, stored as a string)",
        };
    }
}
