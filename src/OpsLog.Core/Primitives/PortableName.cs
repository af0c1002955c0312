using System.Text;

namespace OpsLog.Core.Primitives;

/// <summary>
/// What file systems other than this one make of a name: Windows and macOS take names that differ only in letter case
/// for one file, macOS also names that differ only in Unicode normalisation, and most systems limit a name in bytes.
/// </summary>
internal static class PortableName
{
    /// <summary>
    /// The longest agent id or segment in UTF-8 bytes. A file name has at most 255 bytes on Linux and macOS. The
    /// longest one is the temporary file of a torn end that is put aside (<see cref="StoreLayout.TornTail"/>), which
    /// adds up to 95 bytes to an agent id.
    /// </summary>
    public const int MaximumBytes = 160;

    /// <summary>
    /// The one form of all names that are the same file on some system. In the runtime's invariant mode, which has no
    /// Unicode data, names are compared by letter case alone.
    /// </summary>
    public static string Fold(string name) =>
        name.Normalize(NormalizationForm.FormD).ToUpperInvariant().Normalize(NormalizationForm.FormD);

    /// <summary>The existing name that is another string than <paramref name="name"/> and may be the same file; null if there is none.</summary>
    public static string? FindTwin(string name, IEnumerable<string> existing)
    {
        string folded = Fold(name);
        return existing.FirstOrDefault(other => other != name && Fold(other) == folded);
    }
}
