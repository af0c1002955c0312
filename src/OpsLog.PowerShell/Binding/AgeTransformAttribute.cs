using System.Globalization;
using System.Management.Automation;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// Converts an age, a time span, to the time in UTC that was so long ago, and a time to UTC. A plain number is refused:
/// PowerShell itself would convert it to ticks.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AgeTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PlainValue.Of(inputData);
        return value switch
        {
            TimeSpan age when age >= TimeSpan.Zero => Before(age),
            DateTime time => time.ToUniversalTime(),
            DateTimeOffset time => time.UtcDateTime,
            string text when double.TryParse(text, CultureInfo.InvariantCulture, out _) => throw Refused(value),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan age) && age >= TimeSpan.Zero => Before(age),
            string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AdjustToUniversal, out DateTime time) => time,
            _ => throw Refused(value),
        };
    }

    private static DateTime Before(TimeSpan age)
    {
        DateTime now = DateTime.UtcNow;
        return age < now - DateTime.MinValue ? now - age : DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
    }

    private static ArgumentTransformationMetadataException Refused(object? value) => new(
        $"'{value}' is not a valid age or time. Specify a [timespan] that is not negative, such as (New-TimeSpan -Days 90) or '90.00:00:00', or a [datetime].");
}
