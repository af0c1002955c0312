using System.Management.Automation;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// Ids as the user gives them: each is a pattern if it holds wildcard characters and no record has exactly that id.
/// Patterns tell case apart, as ids do.
/// </summary>
internal sealed class IdSet
{
    private readonly HashSet<string> _literal = new(StringComparer.Ordinal);
    private readonly List<WildcardPattern> _patterns = [];

    /// <summary>The ids that are no patterns.</summary>
    public IReadOnlyCollection<string> Literal => _literal;

    /// <summary>The one id it all comes down to; null where it doesn't.</summary>
    public string? Single => _patterns.Count == 0 && _literal.Count == 1 ? _literal.Single() : null;

    public static bool IsPattern(string id, Func<string, bool> exists) => WildcardPattern.ContainsWildcardCharacters(id) && !exists(id);

    public static WildcardPattern PatternOf(string id) => new(id, WildcardOptions.CultureInvariant);

    public void Add(string id, Func<string, bool> exists)
    {
        if (IsPattern(id, exists))
        {
            _patterns.Add(PatternOf(id));
        }
        else
        {
            _literal.Add(id);
        }
    }

    public void AddLiteral(string id) => _literal.Add(id);

    public bool Contains(string id) => _literal.Contains(id) || _patterns.Exists(pattern => pattern.IsMatch(id));
}
