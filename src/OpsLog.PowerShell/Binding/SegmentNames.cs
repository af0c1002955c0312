using OpsLog.Core.Store;

namespace OpsLog.PowerShell.Binding;

/// <summary>The archive segments that names and patterns select.</summary>
internal static class SegmentNames
{
    /// <summary>The names of the segments, each once. A pattern can match no segment; a name has to match one.</summary>
    /// <exception cref="OpsLog.Core.Errors.ArchiveSegmentException">There is no segment of a name.</exception>
    public static IEnumerable<string> Find(OpsLogStore store, IEnumerable<string> names) => Find(store, names, store.GetSegmentNames());

    /// <inheritdoc cref="Find(OpsLogStore, IEnumerable{string})"/>
    /// <param name="store">The store.</param>
    /// <param name="names">The names and patterns.</param>
    /// <param name="existing">The segments to select from.</param>
    public static IEnumerable<string> Find(OpsLogStore store, IEnumerable<string> names, IReadOnlyList<string> existing)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            NamePattern pattern = new(name, ignoreCase: true);
            List<string> matches = [.. existing.Where(segment => pattern.IsMatch(segment))];
            if (matches.Count == 0 && !NamePattern.IsPattern(name))
            {
                // The engine's error names the segments that exist.
                store.ReadSegment(name);
            }

            foreach (string match in matches.Where(found.Add))
            {
                yield return match;
            }
        }
    }
}
