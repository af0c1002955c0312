using OpsLog.Core.Primitives;

namespace OpsLog.Core.Maintenance;

/// <summary>Finds names that are different files here and the same file on another system.</summary>
internal static class AmbiguousNames
{
    /// <param name="kind">What the names are of, in the plural.</param>
    /// <param name="names">The names.</param>
    /// <param name="findings">Receives the findings.</param>
    public static void Check(string kind, IEnumerable<string> names, FileFindings findings)
    {
        foreach (IGrouping<string, string> same in names.Distinct(StringComparer.Ordinal).GroupBy(PortableName.Fold, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            string all = string.Join(", ", same.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
            findings.Warning(
                FindingKind.AmbiguousName, 0, 0, $"The {kind} {all} differ only in letter case or Unicode form, and are the same file on Windows or macOS.",
                "Do not copy the store to Windows or macOS, where these files would replace one another.");
        }
    }
}
