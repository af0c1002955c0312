using System.Collections;

namespace OpsLog.PowerShell.Binding;

/// <summary>Completes the indexed properties of the store.</summary>
public sealed class IndexCompleter : Completion
{
    private protected override IEnumerable<string> Candidates(string word, IDictionary bound) =>
        StoreOf(bound)?.Store.IndexedProperties.Where(property => Begins(property, word)) ?? [];
}
