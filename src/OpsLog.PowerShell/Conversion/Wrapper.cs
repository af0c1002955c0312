using System.Management.Automation;

namespace OpsLog.PowerShell.Conversion;

/// <summary>PowerShell's wrapper around a value.</summary>
internal static class Wrapper
{
    /// <summary>The value inside PowerShell's wrapper.</summary>
    public static object? Bare(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject and { } inside } ? inside : value;
}
