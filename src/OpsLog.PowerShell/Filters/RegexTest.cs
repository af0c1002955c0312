using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsLog.PowerShell.Filters;

/// <summary>Whether a string matches a regular expression.</summary>
internal sealed class RegexTest : NativeTest
{
    private readonly Regex _regex;

    private RegexTest(Regex regex) => _regex = regex;

    /// <summary>The test for an expression; null if it is invalid, about which the operator itself reports the error.</summary>
    [SuppressMessage("Performance", "MA0009", Justification = "The user wrote the expression, and can stop the command.")]
    public static RegexTest? Create(string pattern, bool ignoreCase)
    {
        try
        {
            return new RegexTest(new Regex(pattern, ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public override Verdict Test(StoredValue left) =>
        left.TryGetText(out ReadOnlySpan<byte> text) ? VerdictOf(_regex.IsMatch(Encoding.UTF8.GetString(text))) : Verdict.Unknown;
}
