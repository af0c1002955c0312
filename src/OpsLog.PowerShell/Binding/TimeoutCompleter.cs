namespace OpsLog.PowerShell.Binding;

/// <summary>Completes times to wait, in seconds.</summary>
public sealed class TimeoutCompleter : FixedCompleter
{
    private protected override IEnumerable<string> Values => ["0", "5", "30", "60", "300"];
}
