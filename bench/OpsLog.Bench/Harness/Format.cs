using System.Globalization;

namespace OpsLog.Bench.Harness;

/// <summary>Figures as text, the same in every culture.</summary>
internal static class Format
{
    /// <summary>A figure with about three digits.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("N1", CultureInfo.InvariantCulture),
        >= 0.1 or 0 => value.ToString("N2", CultureInfo.InvariantCulture),
        _ => value.ToString("G2", CultureInfo.InvariantCulture),
    };

    /// <summary>A ratio; nothing if one of the sides is 0.</summary>
    public static string Times(double ratio) => double.IsFinite(ratio) ? $"{Number(ratio)} times" : "";

    public static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A spread, as in "12 %"; three rounds are required for one.</summary>
    public static string Spread(double spread) => double.IsFinite(spread) ? $"{(spread * 100).ToString("F0", CultureInfo.InvariantCulture)} %" : "unknown";

    /// <summary>All digits that count, for a file that a program reads.</summary>
    public static string Raw(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    public static string Verdict(Verdict verdict) => verdict switch
    {
        Harness.Verdict.Reached => "reached",
        Harness.Verdict.Missed => "missed",
        _ => "not decided",
    };
}
