using System.Globalization;

namespace OpsLog.Bench.Harness;

/// <summary>What a goal requires of the values of the rounds.</summary>
/// <param name="Value">The bound itself.</param>
/// <param name="IsLeast">Whether the values must be at least the bound; otherwise, at most.</param>
internal readonly record struct Bound(double Value, bool IsLeast)
{
    public static Bound AtLeast(double value) => new(value, true);

    public static Bound AtMost(double value) => new(value, false);

    /// <summary>
    /// A goal is reached or missed only if the whole interval in which the median lies is on one side of the bound.
    /// </summary>
    public Verdict Judge(IReadOnlyCollection<double> values)
    {
        if (Statistics.MedianInterval(values) is not { } interval)
        {
            return Verdict.NotDecided;
        }

        bool first = IsMetBy(interval.Least);
        return first != IsMetBy(interval.Most) ? Verdict.NotDecided : first ? Verdict.Reached : Verdict.Missed;
    }

    public override string ToString() => $"{(IsLeast ? "at least" : "at most")} {Value.ToString("0.##", CultureInfo.InvariantCulture)}";

    private bool IsMetBy(double value) => IsLeast ? value >= Value : value <= Value;
}
