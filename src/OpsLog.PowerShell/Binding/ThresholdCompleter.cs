namespace OpsLog.PowerShell.Binding;

/// <summary>Completes numbers of operations after which a checkpoint is taken.</summary>
public sealed class ThresholdCompleter : FixedCompleter
{
    private protected override IEnumerable<string> Values => ["100", "1000", "10000"];
}
