using System.Management.Automation;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>The ids that a cmdlet receives from the pipeline or a parameter.</summary>
internal static class RecordInput
{
    /// <summary>
    /// The id of an input: its OpsLogId, or the specified property. A value without one, such as a string, number or
    /// GUID, is an id itself. The Id property of an object is never used.
    /// </summary>
    /// <exception cref="ConversionException">The input has no id.</exception>
    public static string IdOf(object? input, string? idProperty)
    {
        try
        {
            object? value = idProperty is null ? PlainValue.Of(input) : null;
            return value is not null && RecordKey.Find(input, OpsLogId.Property) is null && ValueShapes.TryGetText(value, out string id)
                ? RequireId(id)
                : RecordKey.GetId(input, idProperty ?? OpsLogId.Property);
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

    /// <summary>
    /// Refuses an operation from the log in cmdlets that change records: it contains the id of the record but is not
    /// the record.
    /// </summary>
    /// <exception cref="ConversionException"><see cref="Fault.NotARecord"/>.</exception>
    public static void RefuseOperation(object? input)
    {
        if (Wrapper.Bare(input) is OpsLogOperation || (input is PSObject wrapped && SerializedValue.Is(wrapped) && SerializedValue.TypeName(wrapped) == typeof(OpsLogOperation).FullName))
        {
            throw new ConversionException(
                Fault.NotARecord,
                "",
                "The input is an operation from the log, not a record. Use its Before or After property for a value of the record, or its OpsLogId property for the id.");
        }
    }
}
