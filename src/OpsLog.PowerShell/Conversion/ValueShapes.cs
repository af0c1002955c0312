using System.Collections;
using System.Data.SqlTypes;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Net.Mail;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;

namespace OpsLog.PowerShell.Conversion;

/// <summary>How each type is stored, except the plain primitives.</summary>
internal static class ValueShapes
{
    // Weak references, because the classes of a script are temporary.
    private static readonly ConditionalWeakTable<Type, StrongBox<ValueShape>> Known = [];

    public static ValueShape Of(Type type) =>
        Known.GetValue(type, static t => new StrongBox<ValueShape>(Classify(t))).Value;

    /// <summary>
    /// The string of a single value: a string, number, date, enum, GUID, version and so on, the same in every culture.
    /// False for objects and collections. Ids and dictionary keys are converted by this rule too.
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
            _ when Of(value.GetType()) is not (ValueShape.Text or ValueShape.ParsedText or ValueShape.BigInteger) => null,
            _ => InvariantText.Of(value),
        };
        text = found ?? "";
        return found is not null;
    }

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

        if (EntryTypes.Has(type))
        {
            return ValueShape.Dictionary;
        }

        if (type.IsAssignableTo(typeof(JsonValue)) || type == typeof(JsonElement) || type == typeof(JsonDocument) || JsonNodeTypes.IsForeign(type))
        {
            return ValueShape.Json;
        }

        if (type.IsAssignableTo(typeof(INullable)))
        {
            return ValueShape.SqlValue;
        }

        if (type.IsAssignableTo(typeof(XmlNode)) || type.IsAssignableTo(typeof(XPathNavigator)))
        {
            return ValueShape.Markup;
        }

        if (type.IsAssignableTo(typeof(XObject)))
        {
            return ParsesItsText(type) ? ValueShape.Text : ValueShape.Markup;
        }

        if (IsText(type))
        {
            return ValueShape.Text;
        }

        if (ParsesItsText(type))
        {
            return ValueShape.ParsedText;
        }

        // PowerShell enumerates a table's rows.
        return type.IsAssignableTo(typeof(IEnumerable)) || type.IsAssignableTo(typeof(System.Data.DataTable)) ? ValueShape.Sequence : ValueShape.Object;
    }

    private static bool IsText(Type type) => type.IsPrimitive || type.IsEnum
        || type == typeof(string) || type == typeof(decimal) || type == typeof(Rune)
        || (type.IsValueType && type.IsAssignableTo(typeof(IFormattable)) && Parses(type))
        || type.IsAssignableTo(typeof(Uri)) || type.IsAssignableTo(typeof(Type))
        || type.IsAssignableTo(typeof(CultureInfo)) || type == typeof(TimeZoneInfo)
        || type == typeof(Regex) || type == typeof(MailAddress);

    // A type that parses its own string (Version, IPAddress, SemanticVersion, PhysicalAddress and many more) loses
    // nothing as a string: PowerShell's cast from string calls its Parse method. A type without its own ToString has
    // the type name as its string.
    private static bool ParsesItsText(Type type) => Parses(type)
        && type.GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType is { } declaring && declaring != typeof(object) && declaring != typeof(ValueType);

    private static bool Parses(Type type) =>
        type.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly, [typeof(string)])?.ReturnType == type
        || type.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly, [typeof(string), typeof(IFormatProvider)])?.ReturnType == type;
}
