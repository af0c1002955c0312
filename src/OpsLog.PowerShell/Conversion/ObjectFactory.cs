using System.Management.Automation;
using System.Reflection;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Makes the custom objects that records become. PowerShell 7 has a constructor that makes room for
/// the properties at once, a fifth of the time it takes to build an object; the reference assembly
/// this module compiles against is older and lacks it.
/// </summary>
internal static class ObjectFactory
{
    // Room for the properties of an ordinary record: what is left over is a few words.
    private static readonly object Capacity = 10;

    private static readonly ConstructorInvoker? Sized =
        typeof(PSObject).GetConstructor([typeof(int)]) is { } constructor ? ConstructorInvoker.Create(constructor) : null;

    public static PSObject Create() => Sized is null ? new PSObject() : (PSObject)Sized.Invoke(Capacity);
}
