using System.Globalization;

namespace OpsLog.PowerShell.Binding;

/// <summary>Completes days: today, yesterday, a week ago and a month ago.</summary>
public sealed class DateCompleter : FixedCompleter
{
    private static readonly int[] s_daysAgo = [0, 1, 7, 30];

    private protected override IEnumerable<string> Values =>
        s_daysAgo.Select(days => DateTime.Today.AddDays(-days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
