using System.Globalization;
using System.Text;

namespace OpsLog.Core.Errors;

/// <summary>
/// Text of a caller in messages. What a terminal does not show as a character is escaped: a control character can move the
/// cursor, and a format character can reverse the text behind it or be invisible.
/// </summary>
internal static class ShownText
{
    /// <summary>The text with escapes as in JSON, at most <paramref name="longest"/> characters of it.</summary>
    public static string Of(string text, int longest)
    {
        StringBuilder shown = new();
        string cut = text.Length > longest ? text[..longest] : text;
        for (int i = 0; i < cut.Length; i++)
        {
            // Half of a surrogate pair is no rune.
            if (Rune.TryGetRuneAt(cut, i, out Rune rune) && IsVisible(rune))
            {
                shown.Append(rune);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)cut[i]:X4}");
            }
        }

        return cut.Length < text.Length ? shown.Append("...").ToString() : shown.ToString();
    }

    /// <summary>A character with its number, or only that if it can't be shown.</summary>
    public static string Of(Rune rune)
    {
        string number = string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
        return IsVisible(rune) ? $"'{rune}' ({number})" : number;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
