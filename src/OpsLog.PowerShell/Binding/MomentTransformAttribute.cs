using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>Converts a time, an age, an operation or the text of a step to a moment in the history of a store.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MomentTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? bare = Wrapper.Bare(inputData);
        return bare switch
        {
            HistoryPoint point => point,
            OpsLogOperation operation => HistoryPoint.After(operation.Step),
            string text when HistoryPoint.TryParseStep(text, out HistoryPoint? step) => step,
            _ when AgeTransformAttribute.TryConvert(inputData, out DateTime utc) => HistoryPoint.At(utc),
            _ => throw new ArgumentTransformationMetadataException(
                $"'{bare}' is not a moment. Specify a [datetime], a [timespan] that is not negative, such as '1.00:00:00' for a day ago, or an operation from Get-OpsLogOperation."),
        };
    }
}
