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
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => TryConvert(inputData, out DateTime utc)
        ? utc
        : throw new ArgumentTransformationMetadataException(
            $"'{PlainValue.Of(inputData)}' is not a valid age or time. Specify a [timespan] that is not negative, such as (New-TimeSpan -Days 90) or '90.00:00:00', or a [datetime].");

    /// <summary>The time in UTC; false if the input is neither an age nor a time.</summary>
    public static bool TryConvert(object? input, out DateTime utc)
    {
        DateTime? time = PlainValue.Of(input) switch
        {
            TimeSpan age when age >= TimeSpan.Zero => Before(age),
            DateTime given => given.ToUniversalTime(),
            DateTimeOffset given => given.UtcDateTime,
            string text when double.TryParse(text, CultureInfo.InvariantCulture, out _) => null,
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan age) && age >= TimeSpan.Zero => Before(age),
            string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AdjustToUniversal, out DateTime parsed) => parsed,
            _ => null,
        };
        utc = time ?? default;
        return time is not null;
    }

    private static DateTime Before(TimeSpan age)
    {
        DateTime now = DateTime.UtcNow;
        return age < now - DateTime.MinValue ? now - age : DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
    }
}
