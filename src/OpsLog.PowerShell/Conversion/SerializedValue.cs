using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// What PowerShell's serialiser made of a value on its way through a job, a remote session or a CLIXML file. It keeps a
/// few types as they are; an enum arrives as its number, and most others as a bag of properties. Each still has the name
/// of its type, behind a prefix, and its text.
/// </summary>
internal static class SerializedValue
{
    private const string Prefix = "Deserialized.";
    private const string CustomObject = "System.Management.Automation.PSCustomObject";

    // Of types that stay loaded. The classes of a script may be defined again.
    private static readonly ConcurrentDictionary<string, Type> s_types = new(StringComparer.Ordinal);

    /// <summary>Whether it came through the serialiser with another type than it had.</summary>
    public static bool Is(PSObject value) => ShellInternals.TypeNames(value) is [{ } first, ..] && first.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether it is still what it was: a custom object, or a row of a table.</summary>
    public static bool IsRecord(PSObject value) => IsCustom(value) || ShapeOf(value) == ValueShape.Dictionary;

    /// <summary>The name of the type it had.</summary>
    public static string TypeName(PSObject value) => ShellInternals.TypeNames(value)[0][Prefix.Length..];

    /// <summary>How values of the type it had are stored; null where that type is not known here.</summary>
    public static ValueShape? ShapeOf(PSObject value) => TypeOf(value) is { } type ? ValueShapes.Of(type) : null;

    /// <summary>The text it had, if it is of a type that is stored as text.</summary>
    public static string? TextOf(PSObject value) =>
        Is(value) && value.BaseObject is PSCustomObject && ShapeOf(value) is ValueShape.Text or ValueShape.ParsedText ? value.ToString() : null;

    /// <summary>What a list or dictionary that came through the serialiser has less than the collection it was.</summary>
    public static Reduction? ReductionOf(PSObject collection)
    {
        string name = TypeName(collection);
        if (name.EndsWith(",]", StringComparison.Ordinal))
        {
            return Reduction.Flattened;
        }

        if (name.EndsWith("[]", StringComparison.Ordinal) || name.EndsWith("[*]", StringComparison.Ordinal))
        {
            return null;
        }

        return name.StartsWith("System.Linq.", StringComparison.Ordinal) && name.Contains("Lookup`2") ? Reduction.Serialized
            : name.StartsWith("System.Linq.", StringComparison.Ordinal) && name.Contains("Grouping`2") ? Reduction.Properties
            : TypeOf(collection) is not { } type ? null
            : ExtraProperties.Declares(type) ? Reduction.Properties
            : ValueShapes.Of(type) switch
            {
                ValueShape.Sequence or ValueShape.Object => null,
                ValueShape.Dictionary when collection.BaseObject is IDictionary => null,
                _ => Reduction.Serialized,
            };
    }

    /// <summary>
    /// An empty object of the type it had, so that it shows which properties PowerShell's type data computes for that type.
    /// The serialiser writes them like those that were added to the object. Null for a custom object.
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

    // The first name of a live custom object may be made up, prefix and all.
    private static bool IsCustom(PSObject value) => ShellInternals.TypeNames(value).Any(name => name is CustomObject or (Prefix + CustomObject));

    /// <summary>The type it had, of a generic one without its arguments; null where it is not known here.</summary>
    private static Type? TypeOf(PSObject value)
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

            // The name comes from data. One with an assembly in it would load that.
            if (name.Contains(',') || !LanguagePrimitives.TryConvertTo(name, CultureInfo.InvariantCulture, out Type? type) || type is null)
            {
                return null;
            }

            return type.Assembly.IsDynamic || type.IsCollectible ? type : s_types.GetOrAdd(name, type);
        }
    }
}
