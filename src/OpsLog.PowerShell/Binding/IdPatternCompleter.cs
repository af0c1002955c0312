namespace OpsLog.PowerShell.Binding;

/// <summary>
/// Completes ids for a parameter that accepts patterns. An id that contains wildcards is omitted, because it would
/// match other records.
/// </summary>
public sealed class IdPatternCompleter : RecordIdCompleter
{
    private protected override bool Offers(string id) => !NamePattern.IsPattern(id);
}
