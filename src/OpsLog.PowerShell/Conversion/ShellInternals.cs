using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Two questions about every object of every record that PowerShell answers in public only at many times the cost. Where
/// a later PowerShell lacks the quick way, the public one is taken.
/// </summary>
internal static class ShellInternals
{
    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    /// <summary>
    /// The names of an object's type, to read. The public property gives each object that it is asked of a list of its own
    /// to change.
    /// </summary>
    public static readonly Func<PSObject, Collection<string>> TypeNames = MakeTypeNames();

    /// <summary>
    /// Whether properties may have been added to an object, without PowerShell's wrapping. The public way lists all members
    /// of its type.
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
