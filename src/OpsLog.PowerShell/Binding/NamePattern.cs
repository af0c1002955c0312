namespace OpsLog.PowerShell.Binding;

/// <summary>
/// A pattern for ids or names: <c>*</c> is any text, <c>?</c> is one character, and every other character is literal.
/// In PowerShell's own patterns brackets and backticks have a meaning too, and these occur in ids.
/// </summary>
internal sealed class NamePattern(string pattern, bool ignoreCase = false)
{
    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny('*', '?') >= 0;

    public bool IsMatch(ReadOnlySpan<char> text)
    {
        int next = 0;
        int star = -1;
        int resume = 0;
        for (int at = 0; at < text.Length;)
        {
            if (next < pattern.Length && pattern[next] == '*')
            {
                star = next++;
                resume = at;
            }
            else if (next < pattern.Length && pattern[next] == '?')
            {
                next++;
                at += LengthAt(text, at);
            }
            else if (next < pattern.Length && IsSame(pattern[next], text[at]))
            {
                next++;
                at++;
            }
            else if (star >= 0)
            {
                // The last star matches one character more. The stars before it do not have to change, because they
                // matched the minimum.
                next = star + 1;
                resume += LengthAt(text, resume);
                at = resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(next).TrimStart('*').IsEmpty;
    }

    /// <summary>A character outside the basic plane is two UTF-16 units.</summary>
    private static int LengthAt(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;

    private bool IsSame(char a, char b) => a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
