using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// Converts a value that is an id to the string that it has everywhere in a store. PowerShell's own conversion of a
/// date depends on the culture.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdTransformAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        // A script block is no id, and is bound to -FilterScript, which has the same position.
        PlainValue.Of(inputData) is ScriptBlock script ? script
        : PlainValue.Of(inputData) is IEnumerable values and not (string or IDictionary)
        ? values.Cast<object?>().Select(IdOf).ToArray()
        : IdOf(inputData);

    private static string? IdOf(object? input)
    {
        if (PlainValue.Of(input) is not { } value)
        {
            return null;
        }

        if (!ValueShapes.TryGetText(value, out string id))
        {
            throw new ArgumentTransformationMetadataException(
                $"An object of type {value.GetType()} can't be used as an id. Specify a string, a number, a GUID or a date, such as the OpsLogId of the record, or pipe the record to the cmdlet.");
        }

        return AsTyped(input, value) ?? id;
    }

    /// <summary>
    /// The text of a number as it was typed in the command, such as 007, which PowerShell keeps with the number 7 for
    /// string parameters. Null if there is none.
    /// </summary>
    private static string? AsTyped(object? input, object value)
    {
        if (input is not PSObject || value is not (int or long or double or decimal or byte or short or uint or ulong or ushort or sbyte or BigInteger))
        {
            return null;
        }

        string? typed = LanguagePrimitives.ConvertTo(input, typeof(string), CultureInfo.InvariantCulture) as string;
        return typed != LanguagePrimitives.ConvertTo(value, typeof(string), CultureInfo.InvariantCulture) as string ? typed : null;
    }
}
