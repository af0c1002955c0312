using System.Text;

namespace OpsLog.Core.Primitives;

/// <summary>
/// How other file systems treat a name: for Windows and macOS, names that differ only in letter case are the same file;
/// for macOS, also names that differ only in Unicode normalisation; and most systems limit the bytes of a name.
/// </summary>
internal static class PortableName
{
    /// <summary>
    /// The longest agent id or segment in UTF-8 bytes. A file name has a maximum of 255 bytes on Linux and macOS. The
    /// longest one is the temporary file of a torn end that is set aside (<see cref="StoreLayout.TornTail"/>), which
    /// adds up to 95 bytes to an agent id.
    /// </summary>
    public const int MaximumBytes = 160;

    /// <summary>
    /// The common form of all names that are the same file on some system. In the runtime's invariant mode, which has
    /// no Unicode data, names are compared only by letter case.
    /// </summary>
    public static string Fold(string name) =>
        name.Normalize(NormalizationForm.FormD).ToUpperInvariant().Normalize(NormalizationForm.FormD);

    /// <summary>
    /// An existing name that differs from <paramref name="name"/> but can be the same file; null if there is none.
    /// </summary>
    public static string? FindTwin(string name, IEnumerable<string> existing)
    {
        string folded = Fold(name);
        return existing.FirstOrDefault(other => other != name && Fold(other) == folded);
    }
}
