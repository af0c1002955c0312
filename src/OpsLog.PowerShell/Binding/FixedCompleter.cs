using System.Collections;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// Completes values that do not depend on a store. PowerShell completes the names of files for a parameter without a
/// completer, so a parameter that is not a path has one.
/// </summary>
public abstract class FixedCompleter : Completion
{
    private protected abstract IEnumerable<string> Values { get; }

    private protected override IEnumerable<string> Candidates(string word, IDictionary bound) => Values.Where(value => Begins(value, word));
}
