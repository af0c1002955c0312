using System.Management.Automation;
using System.Reflection;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Creates the custom objects for records. PowerShell 7 has a constructor that reserves space for the properties, which
/// saves a fifth of the time to build an object. The reference assembly of this module is older and does not contain
/// it.
/// </summary>
internal static class ObjectFactory
{
    // Space for the properties of a typical record: unused space is a few words.
    private static readonly object Capacity = 10;

    private static readonly ConstructorInvoker? Sized =
        typeof(PSObject).GetConstructor([typeof(int)]) is { } constructor ? ConstructorInvoker.Create(constructor) : null;

    public static PSObject Create() => Sized is null ? new PSObject() : (PSObject)Sized.Invoke(Capacity);
}
