using System.Globalization;
using System.Text;
using OpsLog.Core.Errors;

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

    /// <summary>The names of devices on Windows, where no file can be called so, whatever the extension.</summary>
    private static readonly HashSet<string> s_devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Numbered("COM"), .. Numbered("LPT")], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Why a name is refused for a new agent or segment; null if it is a file name on every system, and has the same
    /// characters in every shell and address. Letters and digits are those of every language.
    /// </summary>
    public static string? FaultIn(string name)
    {
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (!(Rune.IsLetter(rune) || IsDigitOrMark(rune) || rune.Value is '-' or '_' or '.'))
            {
                return rune.Value == ' ' ? "it contains a space" : $"it contains {ShownText.Of(rune)}";
            }
        }

        if (name.EndsWith('.'))
        {
            return "it ends with '.', which Windows removes from a file name";
        }

        string stem = name.Split('.')[0];
        return s_devices.Contains(stem) ? $"'{stem}' is the name of a device on Windows" : null;
    }

    /// <summary>
    /// Whether a string can be encoded: half of a surrogate pair would become another character on the disk.
    /// </summary>
    public static bool IsText(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsSurrogatePair(name, i))
            {
                i++;
            }
            else if (char.IsSurrogate(name[i]))
            {
                return false;
            }
        }

        return true;
    }

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

    /// <summary>A letter can consist of a base letter and marks.</summary>
    private static bool IsDigitOrMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static IEnumerable<string> Numbered(string device) => "0123456789\u00b9\u00b2\u00b3".Select(digit => device + digit);
}
