using System.Management.Automation;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Filters;

/// <summary>A comparison operator of PowerShell, run by PowerShell itself.</summary>
/// <param name="kind">The operator.</param>
/// <param name="isCaseSensitive">Whether it is the case-sensitive form.</param>
/// <param name="isReversed">Whether the value is its left operand, and the property the right one.</param>
internal sealed class ShellOperator(ComparisonOperator kind, bool isCaseSensitive, bool isReversed = false)
{
    private ScriptBlock? _script;

    public ComparisonOperator Kind => kind;

    public bool IsCaseSensitive => isCaseSensitive;

    public bool IsReversed => isReversed;

    /// <summary>The name in a script, such as <c>-ceq</c>.</summary>
    public string Token => $"-{(isCaseSensitive ? "c" : "i")}{kind.ToString().ToLowerInvariant()}";

    /// <summary>Whether the result is true by the rules of the shell.</summary>
    /// <exception cref="ConversionException">The operator can't compare the values.</exception>
    public bool Invoke(object? property, object? value)
    {
        // The error of a record is written by the cmdlet, so it is not left in $Error here.
        _script ??= ScriptBlock.Create($$"""
            param($opsLogLeft, $opsLogRight)
            try { if ($opsLogLeft {{Token}} $opsLogRight) { 1 } else { 0 } }
            catch { if ($global:Error.Count -and [object]::ReferenceEquals($global:Error[0].Exception, $_.Exception)) { $global:Error.RemoveAt(0) }; $_ }
            """);
        object?[] operands = isReversed ? [value, property] : [property, value];
        return Wrapper.Bare(_script.InvokeReturnAsIs(operands)) switch
        {
            int result => result == 1,
            ErrorRecord error => throw new ConversionException(
                Fault.OperatorFailed, "", $"The operator {Token} failed: {error.Exception.Message.TrimEnd('.')}. Correct the value, or use another operator.", error.Exception),
            _ => throw new InvalidOperationException($"The operator {Token} returned no result."),
        };
    }
}
