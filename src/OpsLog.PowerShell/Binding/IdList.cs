using System.Globalization;

namespace OpsLog.PowerShell.Binding;

/// <summary>How many records there are, and which, for messages.</summary>
internal static class IdList
{
    /// <summary>More ids do not help, and there can be millions.</summary>
    private const int Most = 5;

    /// <summary>The number with the first ids, as in: 7 records ('a', 'b', 'c', 'd', 'e' and 2 more).</summary>
    public static string Describe(IReadOnlyCollection<string> ids, string noun = "record")
    {
        string names = string.Join(", ", ids.Take(Most).Select(id => $"'{id}'"));
        string more = ids.Count > Most ? string.Create(CultureInfo.CurrentCulture, $" and {ids.Count - Most:N0} more") : "";
        return $"{Count(ids.Count, noun)}{(ids.Count == 0 ? "" : $" ({names}{more})")}";
    }

    /// <summary>The number with its noun.</summary>
    public static string Count(long count, string noun = "record") =>
        string.Create(CultureInfo.CurrentCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
