using System.Management.Automation;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>Accepts the name of a segment, or a script block that returns the segment of a record.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SegmentTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PlainValue.Of(inputData) is ScriptBlock script ? script
        : SegmentText.Of(inputData) is { Length: > 0 } name ? name
        : throw new ArgumentTransformationMetadataException(
            $"{(PlainValue.Of(inputData) is { } value ? value is string ? "An empty string" : $"An object of type {value.GetType()}" : "$null")} is not a segment. Specify a name, a date, or a script block that returns one of these for the record in $_.");
}
