using System.Collections;

namespace OpsLog.PowerShell.Binding;

/// <summary>Completes the archive segments of the store.</summary>
public sealed class SegmentCompleter : Completion
{
    private protected override IEnumerable<string> Candidates(string word, IDictionary bound) =>
        StoreOf(bound)?.Store.GetSegmentNames().Where(segment => Begins(segment, word)) ?? [];
}
