using System.Collections;
using System.Management.Automation;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// Gives values that are ids the text that they have everywhere in a store. PowerShell's own conversion of a date goes
/// through the culture.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdTransformAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => RecordKey.Unwrap(inputData) switch
    {
        null => null,
        { } value when ValueShapes.TryGetText(value, out string id) => id,
        IEnumerable values and not IDictionary => values.Cast<object?>().Select(IdOf).ToArray(),
        _ => IdOf(inputData),
    };

    private static string? IdOf(object? input)
    {
        object? value = RecordKey.Unwrap(input);
        if (value is null)
        {
            return null;
        }

        return ValueShapes.TryGetText(value, out string id) ? id : throw new ArgumentTransformationMetadataException(
            $"An id is text, a number, a GUID, a date or the like, and not a {value.GetType()}. Give the record's OpsLogId, or pipe the record.");
    }
}
