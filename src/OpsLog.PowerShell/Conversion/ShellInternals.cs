using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Two questions about every object of every record, for which the public API of PowerShell is many times slower. If a
/// later PowerShell does not contain the fast way, the public API is used.
/// </summary>
internal static class ShellInternals
{
    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    /// <summary>
    /// The type names of an object, for reading. The public property creates a separate, changeable list for each
    /// object.
    /// </summary>
    public static readonly Func<PSObject, Collection<string>> TypeNames = MakeTypeNames();

    /// <summary>
    /// Whether properties can have been added to an object, without PowerShell's wrapper. The public API lists all
    /// members of its type.
    /// </summary>
    public static readonly Func<object, bool> MayHaveAddedProperties = MakeMayHaveAddedProperties();

    private static Func<PSObject, Collection<string>> MakeTypeNames() =>
        typeof(PSObject).GetProperty("InternalTypeNames", Hidden)?.GetMethod is { } getter && getter.ReturnType.IsAssignableTo(typeof(Collection<string>))
            ? getter.CreateDelegate<Func<PSObject, Collection<string>>>()
            : static value => value.TypeNames;

    private static Func<object, bool> MakeMayHaveAddedProperties()
    {
        MethodInfo? method = typeof(PSObject).GetMethod("HasInstanceMembers", Hidden);
        if (method?.ReturnType != typeof(bool) || !method.IsStatic
            || method.GetParameters() is not [{ ParameterType: var first }, { IsOut: true, ParameterType: var second }] || first != typeof(object))
        {
            return static _ => true;
        }

        DynamicMethod check = new("MayHaveAddedProperties", typeof(bool), [typeof(object)], typeof(PSObject).Module, skipVisibility: true);
        ILGenerator code = check.GetILGenerator();
        code.DeclareLocal(second.GetElementType()!);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldloca_S, (byte)0);
        code.Emit(OpCodes.Call, method);
        code.Emit(OpCodes.Ret);
        return check.CreateDelegate<Func<object, bool>>();
    }
}
