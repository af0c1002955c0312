namespace OpsLog.PowerShell.Binding;

/// <summary>Completes the first schema versions.</summary>
public sealed class VersionCompleter : FixedCompleter
{
    private protected override IEnumerable<string> Values => ["1", "2", "3"];
}
