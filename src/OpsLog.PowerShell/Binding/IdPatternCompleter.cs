namespace OpsLog.PowerShell.Binding;

/// <summary>Offers ids for a parameter that takes patterns: an id with wildcards in it would mean other records there.</summary>
public sealed class IdPatternCompleter : RecordIdCompleter
{
    private protected override bool Offers(string id) => !NamePattern.IsPattern(id);
}
