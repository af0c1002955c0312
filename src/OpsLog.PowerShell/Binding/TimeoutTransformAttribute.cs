using System.Globalization;
using System.Management.Automation;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>Converts a number to seconds. PowerShell itself would convert it to ticks.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeoutTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PlainValue.Of(inputData);
        TimeSpan? timeout = value switch
        {
            TimeSpan span => span,
            string text when !double.TryParse(text, CultureInfo.InvariantCulture, out _) =>
                TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) ? span : null,
            _ => LanguagePrimitives.TryConvertTo(value, out double seconds) && seconds <= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        return timeout is { } found && found >= TimeSpan.Zero ? found : throw new ArgumentTransformationMetadataException(
            $"'{value}' is not a valid timeout. Specify a number of seconds, such as 2.5, or a [timespan]. The value can't be negative.");
    }
}
