namespace OpsLog.PowerShell.Binding;

/// <summary>Completes history retentions: all logs, numbers of logs, and ages.</summary>
public sealed class RetentionCompleter : FixedCompleter
{
    private protected override IEnumerable<string> Values => ["All", "0", "10", "100", "30.00:00:00", "90.00:00:00", "365.00:00:00"];
}
