using System.Collections;

namespace OpsLog.PowerShell.Binding;

/// <summary>Completes the names of the blobs of the store.</summary>
public sealed class BlobCompleter : Completion
{
    private protected override IEnumerable<string> Candidates(string word, IDictionary bound) =>
        StoreOf(bound)?.Store.GetBlobs().Select(blob => blob.Name).Where(name => Begins(name, word)) ?? [];
}
