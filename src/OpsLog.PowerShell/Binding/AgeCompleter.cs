namespace OpsLog.PowerShell.Binding;

/// <summary>Completes ages of logs: a week, a month, a quarter, a year.</summary>
public sealed class AgeCompleter : FixedCompleter
{
    private protected override IEnumerable<string> Values => ["7.00:00:00", "30.00:00:00", "90.00:00:00", "365.00:00:00"];
}
