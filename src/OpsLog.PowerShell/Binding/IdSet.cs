namespace OpsLog.PowerShell.Binding;

/// <summary>
/// The ids that a cmdlet works on. What an id means does not depend on the records that exist: the same command, run
/// twice, must not reach others the second time.
/// </summary>
internal sealed class IdSet
{
    private readonly HashSet<string> _literal = new(StringComparer.Ordinal);
    private readonly List<NamePattern> _patterns = [];

    /// <summary>The ids that are no patterns.</summary>
    public IReadOnlyCollection<string> Literal => _literal;

    /// <summary>Whether there is neither an id nor a pattern.</summary>
    public bool IsEmpty => _literal.Count == 0 && _patterns.Count == 0;

    /// <summary>The one id; null where there are several or a pattern.</summary>
    public string? Single => _patterns.Count == 0 && _literal.Count == 1 ? _literal.Single() : null;

    /// <summary>Adds an id, or a pattern where it has wildcards.</summary>
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

    /// <summary>Adds ids of which the first may be patterns.</summary>
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
