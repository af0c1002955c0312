using System.Management.Automation;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>The ids that a cmdlet is given, by the pipeline or by a parameter.</summary>
internal static class RecordInput
{
    /// <summary>
    /// The id of an input: its OpsLogId, or the given property; a value without one, such as a text, number or GUID, is
    /// an id itself. An object's own Id property is never taken.
    /// </summary>
    /// <exception cref="ConversionException">It has no id.</exception>
    public static string IdOf(object? input, string? idProperty)
    {
        try
        {
            object? value = idProperty is null ? RecordKey.Unwrap(input) : null;
            return value is not null && RecordKey.Find(input, RecordKey.Property) is null && ValueShapes.TryGetText(value, out string id)
                ? RequireId(id)
                : RecordKey.Take(input, idProperty ?? RecordKey.Property);
        }
        catch (Exception e) when (UnreadableValue.Concerns(e))
        {
            throw UnreadableValue.Because(e, "The id", "");
        }
    }

    /// <summary>The id, which has at least one character.</summary>
    /// <exception cref="ConversionException"><see cref="Fault.NoId"/>.</exception>
    public static string RequireId(string? id) => string.IsNullOrEmpty(id)
        ? throw new ConversionException(Fault.NoId, "", "The id is empty. Specify an id of at least one character.")
        : id;

    /// <summary>Refuses an operation from the log where a record is changed: it carries the record's id and is not the record.</summary>
    /// <exception cref="ConversionException"><see cref="Fault.NotARecord"/>.</exception>
    public static void RefuseOperation(object? input)
    {
        if (RecordKey.Bare(input) is OpsLogOperation || (input is PSObject wrapped && SerializedValue.Is(wrapped) && SerializedValue.TypeName(wrapped) == typeof(OpsLogOperation).FullName))
        {
            throw new ConversionException(
                Fault.NotARecord,
                "",
                "The input is an operation from the log, not a record. Use its Before or After property for a value of the record, or its OpsLogId property for the id.");
        }
    }
}
