using System.Collections;

namespace OpsLog.PowerShell.Binding;

/// <summary>Completes the paths of the open stores.</summary>
public sealed class StoreCompleter : Completion
{
    private protected override IEnumerable<string> Candidates(string word, IDictionary bound) =>
        OpenStores.Here().Select(session => session.Path).Where(path => path.Contains(word, StringComparison.OrdinalIgnoreCase));
}
