using System.Collections;
using System.Collections.Specialized;
using System.Data;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Net.Mail;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security;
using System.Text.RegularExpressions;
using System.Xml;

namespace OpsLog.PowerShell.Conversion;

/// <summary>How values of a .NET type are stored.</summary>
internal enum ValueShape
{
    /// <summary>As an object of its public properties, or as text where it is nested.</summary>
    Object,

    /// <summary>As text that says everything: <see cref="ValueShapes.TryGetText"/>.</summary>
    Text,

    /// <summary>As a number in digits: the integers no .NET primitive holds.</summary>
    BigInteger,

    /// <summary>As an object of its entries.</summary>
    Dictionary,

    /// <summary>As an array.</summary>
    Sequence,

    /// <summary>Not at all.</summary>
    Secret,

    /// <summary>Not at all.</summary>
    ScriptBlock,
}

/// <summary>Which type is stored how, for everything beyond the plain primitives.</summary>
internal static class ValueShapes
{
    // Weak, for the classes of a script come and go with it.
    private static readonly ConditionalWeakTable<Type, StrongBox<ValueShape>> Known = [];

    public static ValueShape Of(Type type) =>
        Known.GetValue(type, static t => new StrongBox<ValueShape>(Classify(t))).Value;

    /// <summary>
    /// The text of a single value: a string, number, date, enum, GUID, version and so on. False for
    /// objects and collections. Ids and dictionary keys become text by this rule too.
    /// </summary>
    public static bool TryGetText(object value, out string text)
    {
        string? found = value switch
        {
            string s => s,
            DateTime d => DateText.ToText(d),
            DateTimeOffset d => DateText.ToText(d),
            TimeSpan t => t.ToString("c"),
            DateOnly d => d.ToString("O", CultureInfo.InvariantCulture),
            TimeOnly t => t.ToString("O", CultureInfo.InvariantCulture),
            Uri u => u.OriginalString,
            Type t => t.FullName ?? t.Name,
            CultureInfo c => c.Name,
            TimeZoneInfo z => z.Id,
            Enum e => e.ToString(),
            _ when Of(value.GetType()) is not (ValueShape.Text or ValueShape.BigInteger) => null,
            IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
        text = found ?? "";
        return found is not null;
    }

    /// <summary>
    /// The entries of a dictionary, also of one that only speaks the generic interface, such as an
    /// ExpandoObject; null for any other value.
    /// </summary>
    public static IDictionary? AsDictionary(object value) =>
        value is IDictionary entries ? entries
        : value is not PSObject && Of(value.GetType()) == ValueShape.Dictionary ? CopyOf(value)
        : null;

    private static IDictionary CopyOf(object value) => (IDictionary)typeof(ValueShapes)
        .GetMethod(nameof(Copy), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(GenericDictionary(value.GetType())!.GetGenericArguments())
        .Invoke(null, [value])!;

    private static ValueShape Classify(Type type)
    {
        if (type.IsAssignableTo(typeof(SecureString)) || type.IsAssignableTo(typeof(PSCredential)) || type.IsAssignableTo(typeof(NetworkCredential)))
        {
            return ValueShape.Secret;
        }

        if (type == typeof(ScriptBlock))
        {
            return ValueShape.ScriptBlock;
        }

        if (type == typeof(BigInteger) || type == typeof(Int128) || type == typeof(UInt128))
        {
            return ValueShape.BigInteger;
        }

        if (type.IsAssignableTo(typeof(IDictionary)) || GenericDictionary(type) is not null)
        {
            return ValueShape.Dictionary;
        }

        if (HasText(type))
        {
            return ValueShape.Text;
        }

        // PowerShell enumerates a table's rows, and takes an XML node for a single thing.
        return (type.IsAssignableTo(typeof(IEnumerable)) && !type.IsAssignableTo(typeof(XmlNode))) || type.IsAssignableTo(typeof(DataTable))
            ? ValueShape.Sequence
            : ValueShape.Object;
    }

    private static Type? GenericDictionary(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(i => i.IsGenericType
            && (i.GetGenericTypeDefinition() == typeof(IDictionary<,>) || i.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)));

    private static OrderedDictionary Copy<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> entries)
        where TKey : notnull
    {
        OrderedDictionary copy = [];
        foreach (KeyValuePair<TKey, TValue> entry in entries)
        {
            copy.Add(entry.Key, entry.Value);
        }

        return copy;
    }

    // A type that parses its own text (Version, IPAddress, SemanticVersion, PhysicalAddress and many
    // more) loses nothing by being stored as text: PowerShell's cast from string calls that Parse.
    private static bool HasText(Type type) => type.IsPrimitive || type.IsEnum
        || type == typeof(string) || type == typeof(decimal)
        || (type.IsValueType && type.IsAssignableTo(typeof(IFormattable)))
        || type.IsAssignableTo(typeof(Uri)) || type.IsAssignableTo(typeof(Type))
        || type.IsAssignableTo(typeof(CultureInfo)) || type == typeof(TimeZoneInfo)
        || type == typeof(Regex) || type == typeof(MailAddress)
        || type.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly, [typeof(string)])?.ReturnType == type;
}
