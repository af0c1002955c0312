namespace OpsLog.PowerShell.Binding;

/// <summary>Completes nothing: the value is an object, a script block or a text of its own.</summary>
public sealed class NoCompleter : FixedCompleter
{
    private protected override IEnumerable<string> Values => [];
}
