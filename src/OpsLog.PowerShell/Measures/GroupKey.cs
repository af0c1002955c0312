using System.Globalization;
using System.Management.Automation;

namespace OpsLog.PowerShell.Measures;

/// <summary>
/// When two values are in the same group: equal numbers of any type, equal text without regard to case in the current
/// culture, equal dates. The order of groups is: no value, numbers, dates, text, everything else.
/// </summary>
internal sealed class GroupKey : IEqualityComparer<GroupKey>, IComparer<GroupKey>
{
    private const int NumberRank = 1;
    private const int DateRank = 2;
    private const int TextRank = 3;

    public static readonly GroupKey Comparer = new(null, default);

    private readonly object? _value;
    private readonly int _rank;

    /// <summary>The key for a value.</summary>
    /// <param name="value">The value as the shell gets it.</param>
    /// <param name="json">The JSON of a value that is an array or an object.</param>
    public GroupKey(object? value, string? json)
    {
        (_value, _rank) = value switch
        {
            null => ((object?)null, 0),
            string text => (text, TextRank),
            DateTime local => (local.Kind == DateTimeKind.Unspecified ? local : local.ToUniversalTime(), DateRank),
            DateTimeOffset date => (date.UtcDateTime, DateRank),
            bool truth => (truth, TextRank + 1),
            ValueType number when Number.Of(number) is { } converted => (Whole(converted), NumberRank),
            _ => (json ?? value, TextRank + 2),
        };
    }

    public bool Equals(GroupKey? x, GroupKey? y) => x!._rank == y!._rank && (x._rank == TextRank
        ? string.Compare((string)x._value!, (string)y._value!, ignoreCase: true, CultureInfo.CurrentCulture) == 0
        : Equals(x._value, y._value));

    public int GetHashCode(GroupKey key) => key._value is string text && key._rank == TextRank
        ? CultureInfo.CurrentCulture.CompareInfo.GetHashCode(text, CompareOptions.IgnoreCase)
        : key._value?.GetHashCode() ?? 0;

    public int Compare(GroupKey? x, GroupKey? y) => x!._rank != y!._rank ? x._rank.CompareTo(y._rank)
        : x._rank == NumberRank ? Number.Compare(x._value!, y._value!)
        : x._value is string or bool or DateTime ? LanguagePrimitives.Compare(x._value, y._value, ignoreCase: true, CultureInfo.CurrentCulture)
        : 0;

    /// <summary>The number as a long if it is whole, so that equal numbers are equal objects.</summary>
    private static object Whole(object number) => number switch
    {
        double real when real == Math.Floor(real) && Math.Abs(real) < long.MaxValue => (long)real,
        decimal exact when exact == decimal.Truncate(exact) && exact is >= long.MinValue and <= long.MaxValue => (long)exact,
        _ => number,
    };
}
