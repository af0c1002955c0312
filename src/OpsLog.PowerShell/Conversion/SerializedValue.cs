using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// The object that PowerShell's serializer created for a value in a job, a remote session or a CLIXML file. The
/// serializer preserves a few types; an enum arrives as its number, and most other values as property bags. Each still
/// has the name of its type, with a prefix, and its string.
/// </summary>
internal static class SerializedValue
{
    private const string Prefix = "Deserialized.";
    private const string CustomObject = "System.Management.Automation.PSCustomObject";

    // Only types that stay loaded. The classes of a script can be defined again.
    private static readonly ConcurrentDictionary<string, Type> s_types = new(StringComparer.Ordinal);

    /// <summary>Whether the serializer changed the type of the value.</summary>
    public static bool Is(PSObject value) => ShellInternals.TypeNames(value) is [{ } first, ..] && first.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether the value has its original form: a custom object, or a row of a table.</summary>
    public static bool IsRecord(PSObject value) => IsCustom(value) || ShapeOf(value) == ValueShape.Dictionary;

    /// <summary>The name of the original type.</summary>
    public static string TypeName(PSObject value) => ShellInternals.TypeNames(value)[0][Prefix.Length..];

    /// <summary>How values of the original type are stored; null if that type is not known here.</summary>
    public static ValueShape? ShapeOf(PSObject value) => TypeOf(value) is { } type ? ValueShapes.Of(type) : null;

    /// <summary>The original string, if the type is stored as a string.</summary>
    public static string? TextOf(PSObject value) =>
        Is(value) && value.BaseObject is PSCustomObject && ShapeOf(value) is ValueShape.Text or ValueShape.ParsedText ? value.ToString() : null;

    /// <summary>
    /// An empty object of the original type, which shows the properties that PowerShell's type data computes for that
    /// type. The serializer writes them like properties that were added to the object. Null for a custom object.
    /// </summary>
    public static PSObject? TypeDataOf(PSObject value)
    {
        if (!Is(value) || IsCustom(value))
        {
            return null;
        }

        PSObject empty = new();
        empty.TypeNames.Clear();
        foreach (string name in ShellInternals.TypeNames(value))
        {
            empty.TypeNames.Add(name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name);
        }

        return empty;
    }

    /// <summary>The original type, for a generic type without its arguments; null if it is not known here.</summary>
    public static Type? TypeOf(PSObject value)
    {
        // A type that is not public can't be found; its base can.
        return ShellInternals.TypeNames(value).Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(Find)
            .FirstOrDefault(type => type is not null && type != typeof(object));

        static Type? Find(string typeName)
        {
            string name = typeName[Prefix.Length..].Split('[')[0];
            if (s_types.TryGetValue(name, out Type? known))
            {
                return known;
            }

            // The name comes from data. A name with an assembly would load that assembly.
            if (name.Contains(',') || !LanguagePrimitives.TryConvertTo(name, CultureInfo.InvariantCulture, out Type? type) || type is null)
            {
                return null;
            }

            return type.Assembly.IsDynamic || type.IsCollectible ? type : s_types.GetOrAdd(name, type);
        }
    }

    // The first type name of a live custom object can be any text, including the prefix.
    private static bool IsCustom(PSObject value) => ShellInternals.TypeNames(value).Any(name => name is CustomObject or (Prefix + CustomObject));
}
