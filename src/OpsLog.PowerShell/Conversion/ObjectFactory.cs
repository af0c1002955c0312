using System.Management.Automation;

namespace OpsLog.PowerShell.Conversion;

/// <summary>Makes the custom objects that records become.</summary>
internal static class ObjectFactory
{
    public static PSObject Create() => new();
}
