using System.Collections;
using System.Collections.Specialized;
using System.Data;
using System.Net.Http.Headers;

namespace OpsLog.PowerShell.Conversion;

/// <summary>The types whose values have keys and values.</summary>
internal static class EntryTypes
{
    private static readonly Type[] s_generic = [typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>), typeof(ILookup<,>)];

    /// <summary>Whether values of this type have entries. For JSON, only the value itself shows it.</summary>
    public static bool Has(Type type) => type.IsAssignableTo(typeof(IDictionary))
        || type.IsAssignableTo(typeof(NameValueCollection)) || type.IsAssignableTo(typeof(StringDictionary)) || type.IsAssignableTo(typeof(HttpHeaders))
        || IsRow(type) || Generic(type) is not null;

    /// <summary>Whether values of this type are rows of a table, which contain nothing but columns.</summary>
    public static bool IsRow(Type type) => type.IsAssignableTo(typeof(DataRow)) || type.IsAssignableTo(typeof(DataRowView))
        || (type.IsAssignableTo(typeof(IDataRecord)) && !type.IsAssignableTo(typeof(IEnumerable)));

    /// <summary>The generic interface through which values of this type have entries; null if there is none.</summary>
    public static Type? Generic(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(i => i.IsGenericType && s_generic.Contains(i.GetGenericTypeDefinition()));
}
