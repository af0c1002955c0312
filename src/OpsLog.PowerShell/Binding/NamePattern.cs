namespace OpsLog.PowerShell.Binding;

/// <summary>
/// A pattern over ids or names: <c>*</c> is any text, <c>?</c> is one character, and everything else is itself.
/// PowerShell's own patterns also give a meaning to brackets and backticks, which occur in ids.
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
                // The last star takes one character more. Those before it need not change: they took the least.
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

    /// <summary>A character outside the basic plane is two units of text.</summary>
    private static int LengthAt(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;

    private bool IsSame(char a, char b) => a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
