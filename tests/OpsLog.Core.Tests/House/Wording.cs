using System.Text;
using System.Text.RegularExpressions;

namespace OpsLog.Core.Tests.House;

/// <summary>
/// Words that this project does not use, because a reader who is not a native speaker has to read them twice, or because
/// they have a plain technical equivalent.
/// </summary>
internal static partial class Wording
{
    private static readonly (string Word, string Pattern, string Instead)[] s_words =
    [
        Word("tells?|told", "a program returns, writes or reports; a file contains"),
        Word("stands?", "a value is, a file contains; 'stands for' is 'represents'"),
        (Word: "since", SinceAsBecause, "'because' for a reason, 'after' for a time"),
        Word("somebody|nobody", "name the process, agent, user or program"),
        Word("mend(?:s|ed|ing)?", "a person fixes a cause, a program repairs a file"),
        Word("whoever", "name the process, agent, user or program"),
        Word("anew", "again"),
        Word("to be had", "available"),
    ];

    // A time may follow 'since' ('since the last call', 'since 1970'). The parameter -Since, the key "since" and the name
    // of a property are code.
    private const string SinceAsBecause = @"(?<![\w"">.{\-\\])since(?![\w""}\\])(?! (?:the last|1970|\{))";

    /// <summary>The words in a text, each with its line and what to write instead.</summary>
    public static IEnumerable<string> Find(string path, string text)
    {
        string[] lines = path.EndsWith(".cs", StringComparison.Ordinal) ? [.. text.Split('\n').Select(ProseOf)] : text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            foreach ((string word, string pattern, string instead) in s_words)
            {
                if (Regex.IsMatch(lines[i], pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
                {
                    yield return $"{path}:{i + 1}: '{word}' ({instead}): {lines[i].Trim()}";
                }
            }
        }
    }

    /// <summary>The lines of code whose text contains a number and a noun that is wrong for the number 1.</summary>
    public static IEnumerable<string> FindPlurals(string path, string text) =>
        text.Split('\n').Where(line => NumberAndPlural().IsMatch(line) && !line.Contains("== 1 ?", StringComparison.Ordinal)).Select(line => $"{path}: use Counted.Of or IdList.Count: {line.Trim()}");

    private static (string Word, string Pattern, string Instead) Word(string words, string instead) => (words, $@"\b(?:{words})\b", instead);

    /// <summary>The strings and the comment of a line of code; names in code are not prose.</summary>
    private static string ProseOf(string line)
    {
        StringBuilder prose = new();
        foreach (Match match in StringOrComment().Matches(line))
        {
            prose.Append(match.Value).Append(' ');
        }

        return prose.ToString();
    }

    // In an interpolated string. Bytes are mostly limits.
    [GeneratedRegex(@"\$""[^/]*\{[\w.]+(?:\([^()]*\))?(?: - \w+)?(?::N0)?\} (?:[a-z]+ ){0,2}(?:records|operations|steps|files|findings|places|segments|others)\b")]
    private static partial Regex NumberAndPlural();

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""|//.*$")]
    private static partial Regex StringOrComment();
}
