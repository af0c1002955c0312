using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// The type name that each record has besides that of a custom object, so that a format or a type definition can be made
/// for records. It changes nothing else about them.
/// </summary>
internal static class RecordTypeName
{
    private const string Name = "OpsLog.Record";

    private static readonly string[] Names = [Name, typeof(PSCustomObject).FullName!, typeof(object).FullName!];

    // All records share one list, which PowerShell copies when it is changed. The public API makes a list for each
    // object.
    private static readonly Action<PSObject> Setter = MakeShared() ?? (static record => record.TypeNames.Insert(0, Name));

    public static void AddTo(PSObject record) => Setter(record);

    private static Action<PSObject>? MakeShared()
    {
        const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance;
        if (typeof(PSObject).GetProperty("InternalTypeNames", Hidden)?.SetMethod is not { } setter
            || setter.GetParameters() is not [{ ParameterType: var listType }]
            || listType.GetConstructor(Hidden, [typeof(IEnumerable<string>), typeof(bool)]) is not { } constructor
            || constructor.Invoke([Names, true]) is not ICollection<string> { IsReadOnly: true } list)
        {
            return null;
        }

        DynamicMethod code = new("SetTypeNames", null, [typeof(Collection<string>), typeof(PSObject)], typeof(PSObject).Module, skipVisibility: true);
        ILGenerator il = code.GetILGenerator();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Castclass, listType);
        il.Emit(OpCodes.Call, setter);
        il.Emit(OpCodes.Ret);
        return code.CreateDelegate<Action<PSObject>>(list);
    }
}
