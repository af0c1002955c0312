using System.Globalization;
using System.Text;

namespace OpsLog.PowerShell.Filters;

/// <summary>Whether a string is equal to a text, in the invariant culture as in PowerShell.</summary>
internal sealed class TextTest : NativeTest
{
    private const byte Delete = 0x7F;

    private readonly string _text;
    private readonly byte[]? _plain;
    private readonly CompareOptions _options;

    public TextTest(string text, bool ignoreCase)
    {
        _text = text;
        _options = ignoreCase ? CompareOptions.IgnoreCase : CompareOptions.None;
        _plain = text.All(c => c is >= ' ' and < (char)Delete) ? Encoding.ASCII.GetBytes(text) : null;
    }

    public override Verdict Test(StoredValue left)
    {
        if (!left.TryGetText(out ReadOnlySpan<byte> text))
        {
            return Verdict.Unknown;
        }

        // A culture ignores control characters; of the others in ASCII, each is different from all others.
        if (_plain is not null && Ascii.IsValid(text) && !text.Contains(Delete))
        {
            return VerdictOf(_options == CompareOptions.None ? text.SequenceEqual(_plain) : Ascii.EqualsIgnoreCase(text, _plain));
        }

        return VerdictOf(CultureInfo.InvariantCulture.CompareInfo.Compare(Encoding.UTF8.GetString(text), _text, _options) == 0);
    }
}
