namespace OpsLog.PowerShell.Binding;

/// <summary>Completes numbers of records, operations or logs.</summary>
public sealed class CountCompleter : FixedCompleter
{
    private protected override IEnumerable<string> Values => ["1", "10", "100"];
}
