using System.Collections;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// Completes ids for a parameter that accepts patterns. An id that contains wildcards is omitted, because it would
/// match other records. Where no id begins with the word, it can be the property of a filter, which has the same
/// position.
/// </summary>
public class IdPatternCompleter : RecordIdCompleter
{
    private protected override bool Offers(string id) => !NamePattern.IsPattern(id);

    private protected override IEnumerable<string> Candidates(string word, IDictionary bound)
    {
        bool any = false;
        foreach (string id in base.Candidates(word, bound))
        {
            any = true;
            yield return id;
        }

        foreach (string name in any ? [] : PropertyCompleter.Names(word, bound))
        {
            yield return name;
        }
    }
}
