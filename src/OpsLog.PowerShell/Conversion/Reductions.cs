namespace OpsLog.PowerShell.Conversion;

/// <summary>The properties that were not stored in full, of all records of a pipeline, for one warning.</summary>
internal sealed class Reductions
{
    private readonly SortedDictionary<string, Reduction> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Reduction> _ofRecord = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _kept = [];

    /// <summary>Adds a property of the current record. It is part of the warning after <see cref="Keep"/>.</summary>
    public void Add(string property, Reduction reduction) => _ofRecord.TryAdd(property, reduction);

    /// <summary>The current record is written: its properties are part of the warning.</summary>
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

    /// <summary>Removes what the last <see cref="Keep"/> added, because that record was not stored.</summary>
    public void ForgetLast()
    {
        foreach (string property in _kept)
        {
            _properties.Remove(property);
        }

        _kept.Clear();
    }

    /// <summary>The current record was refused: its properties must not be in the warning.</summary>
    public void Discard() => _ofRecord.Clear();

    /// <summary>The warning; null if everything was stored in full.</summary>
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
