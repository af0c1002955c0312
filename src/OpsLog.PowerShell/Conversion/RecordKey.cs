using System.Collections;
using System.Management.Automation;

namespace OpsLog.PowerShell.Conversion;

/// <summary>The place of the id while a record is an object, and the conversion of a value to an id.</summary>
internal static class RecordKey
{
    /// <summary>The id of an object, from the specified property.</summary>
    /// <exception cref="ConversionException">
    /// <see cref="Fault.NoId"/>, <see cref="Fault.IdNotText"/>, <see cref="Fault.Unreadable"/>.
    /// </exception>
    public static string GetId(object? record, string property = OpsLogId.Property)
    {
        try
        {
            return Find(record, property) is { } value && PlainValue.Of(value) is { } id
                ? ToId(id, property)
                : throw new ConversionException(Fault.NoId, property,
                    $"{Describe(record)} has no id: its property '{property}' is missing or null. Use -Id, or specify the property that contains the id with -IdProperty.");
        }
        catch (Exception e) when (UnreadableValue.Concerns(e))
        {
            throw UnreadableValue.Because(e, $"The id in the property '{property}'", property);
        }
    }

    /// <summary>The value as an id: a string by the rules of <see cref="ValueShapes.TryGetText"/>.</summary>
    /// <exception cref="ConversionException"><see cref="Fault.NoId"/>, <see cref="Fault.IdNotText"/>.</exception>
    private static string ToId(object value, string property)
    {
        if (!ValueShapes.TryGetText(value, out string id))
        {
            throw new ConversionException(Fault.IdNotText, property,
                $"The property '{property}' can't be used as an id: it contains an object of type {value.GetType()}. An id is a string, a number, a GUID or a date. Specify another property with -IdProperty.");
        }

        return id.Length > 0 ? id : throw new ConversionException(Fault.NoId, property,
            $"The object has no id: its property '{property}' is empty. Specify an id of at least one character.");
    }

    /// <summary>
    /// The value that contains the id. For a dictionary, it is the entry, unless the dictionary also has a note
    /// property with that name: the reader adds one if the record itself has such a key.
    /// </summary>
    public static object? Find(object? record, string property)
    {
        if (record is null)
        {
            return null;
        }

        object? bare = Wrapper.Bare(record);
        if (bare is not null && Entries.Of(bare) is { } entries && KeyOf(entries, property, record) is { } key)
        {
            return entries[key];
        }

        try
        {
            return PSObject.AsPSObject(record).Properties[property]?.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    /// <summary>
    /// The key of the entry that contains the id and is not stored; null if there is none. The exact name takes
    /// precedence over another case, because a record can have its own key 'opslogid'.
    /// </summary>
    public static object? KeyOf(IDictionary entries, string property, object record)
    {
        object? found = null;
        foreach (object key in entries.Keys)
        {
            if (Wrapper.Bare(key) is not string name || !name.Equals(property, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (name == property)
            {
                bool noted = record is PSObject wrapped && wrapped.Properties[property] is PSNoteProperty;
                return noted ? null : key;
            }

            found ??= key;
        }

        return found;
    }

    // The type shows that the pipeline enumerated a collection.
    private static string Describe(object? record) => Wrapper.Bare(record) switch
    {
        null => "The input $null",
        PSObject or IDictionary => "The object",
        { } bare => $"The object of type {bare.GetType()}",
    };
}
