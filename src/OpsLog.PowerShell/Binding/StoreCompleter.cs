using System.Collections;

namespace OpsLog.PowerShell.Binding;

/// <summary>Offers the open stores by their paths.</summary>
public sealed class StoreCompleter : Completion
{
    private protected override IEnumerable<string> Candidates(string word, IDictionary bound) =>
        OpenStores.Here().Select(session => session.Path).Where(path => path.Contains(word, StringComparison.OrdinalIgnoreCase));
}
