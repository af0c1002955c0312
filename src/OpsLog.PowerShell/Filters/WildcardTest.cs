using System.Management.Automation;
using System.Text;

namespace OpsLog.PowerShell.Filters;

/// <summary>Whether a string matches a wildcard pattern.</summary>
internal sealed class WildcardTest : NativeTest
{
    private readonly WildcardPattern _pattern;

    private WildcardTest(WildcardPattern pattern) => _pattern = pattern;

    /// <summary>The test for a pattern; null if it is invalid, about which the operator itself reports the error.</summary>
    public static WildcardTest? Create(string text, bool ignoreCase)
    {
        WildcardPattern pattern = WildcardPattern.Get(text, ignoreCase ? WildcardOptions.IgnoreCase : WildcardOptions.None);
        try
        {
            // The pattern is parsed at its first use.
            _ = pattern.IsMatch("");
            return new WildcardTest(pattern);
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }

    public override Verdict Test(StoredValue left) =>
        left.TryGetText(out ReadOnlySpan<byte> text) ? VerdictOf(_pattern.IsMatch(Encoding.UTF8.GetString(text))) : Verdict.Unknown;
}
