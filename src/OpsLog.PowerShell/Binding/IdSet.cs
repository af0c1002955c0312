namespace OpsLog.PowerShell.Binding;

/// <summary>
/// The ids that a cmdlet uses. The meaning of an id does not depend on the records that exist: if the same command runs
/// twice, the second run must not reach other records.
/// </summary>
internal sealed class IdSet
{
    private readonly HashSet<string> _literal = new(StringComparer.Ordinal);
    private readonly List<NamePattern> _patterns = [];

    /// <summary>The ids that are not patterns.</summary>
    public IReadOnlyCollection<string> Literal => _literal;

    /// <summary>Whether the set contains neither an id nor a pattern.</summary>
    public bool IsEmpty => _literal.Count == 0 && _patterns.Count == 0;

    /// <summary>The only id; null if there are several ids or a pattern.</summary>
    public string? Single => _patterns.Count == 0 && _literal.Count == 1 ? _literal.Single() : null;

    /// <summary>Adds an id, or a pattern if it contains wildcards.</summary>
    private void Add(string id)
    {
        if (NamePattern.IsPattern(id))
        {
            _patterns.Add(new NamePattern(id));
        }
        else
        {
            _literal.Add(id);
        }
    }

    /// <summary>Adds ids. Those in the first list can be patterns.</summary>
    public void Add(IEnumerable<string> ids, IEnumerable<string> literalIds)
    {
        foreach (string id in ids)
        {
            Add(id);
        }

        _literal.UnionWith(literalIds);
    }

    public void AddLiteral(string id) => _literal.Add(id);

    public bool Contains(string id) => _literal.Contains(id) || _patterns.Exists(pattern => pattern.IsMatch(id));
}
