using System.Globalization;
using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// Converts a whole number to the number of logs to keep, a time span to their maximum age, and All to all logs.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HistoryRetentionTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PlainValue.Of(inputData);
        return value switch
        {
            HistoryRetention retention => retention,
            int logs and >= 0 => new HistoryRetention(MaximumLogs: logs),
            TimeSpan age when age >= TimeSpan.Zero => new HistoryRetention(MaximumAge: age),
            string text when text.Equals("All", StringComparison.OrdinalIgnoreCase) => HistoryRetention.Everything,
            string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int logs) => new HistoryRetention(MaximumLogs: logs),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan age) && age >= TimeSpan.Zero => new HistoryRetention(MaximumAge: age),
            _ => throw new ArgumentTransformationMetadataException(
                $"'{value}' is not a valid history retention. Specify the number of superseded logs to keep, a [timespan] for their maximum age, or All."),
        };
    }
}
