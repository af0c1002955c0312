using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Properties of collections: properties that Add-Member added to a list or dictionary, and properties that a derived
/// class declares. JSON has no place for them.
/// </summary>
internal static class ExtraProperties
{
    private static readonly HashSet<string> s_plumbing = new(StringComparer.Ordinal)
    {
        "Capacity", "Comparer", "Count", "IsEmpty", "IsFixedSize", "IsReadOnly", "IsSynchronized", "Keys", "Length", "SyncRoot", "Values",
    };

    private static readonly ConditionalWeakTable<Type, StrongBox<bool>> s_declared = [];

    /// <summary>Whether the collection has properties in addition to its elements.</summary>
    /// <param name="collection">A list or dictionary, without PowerShell's wrapping.</param>
    /// <param name="id">The property that contains the id, which is not a loss.</param>
    public static bool On(object collection, string? id) => IsDerived(collection) || (ShellInternals.MayHaveAddedProperties(collection) && HasAdded(collection, id));

    /// <summary>Whether a type derived from one of .NET's collections declares public properties.</summary>
    public static bool Declares(Type type)
    {
        if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IGrouping<,>)))
        {
            return true;
        }

        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        bool declares = false;
        Type? t = type;
        for (; t is not null && !IsFramework(t); t = t.BaseType)
        {
            declares |= t.GetFields(Own).Length > 0 || t.GetProperties(Own).Any(property =>
                property.CanRead && property.GetIndexParameters().Length == 0 && !s_plumbing.Contains(property.Name)
                && !property.IsDefined(typeof(HiddenAttribute)));
        }

        return declares && t is not null && t != typeof(object);
    }

    private static bool IsDerived(object collection) => collection is not Array && collection.GetType() != typeof(Hashtable)
        && s_declared.GetValue(collection.GetType(), static type => new StrongBox<bool>(Declares(type))).Value;

    private static bool HasAdded(object collection, string? id) => PSObject.AsPSObject(collection).Properties.Any(property =>
        property.IsInstance && property.MemberType != PSMemberTypes.Property
        && !property.Name.Equals(id, StringComparison.OrdinalIgnoreCase)
        && !property.Name.Equals(OpsLogId.Property, StringComparison.OrdinalIgnoreCase) && !Origin.IsName(property.Name));

    private static bool IsFramework(Type type) =>
        type.Assembly == typeof(object).Assembly || type.Assembly.GetName().Name?.StartsWith("System.", StringComparison.Ordinal) == true;
}
