using System.Collections;
using OpsLog.Core.State;

namespace OpsLog.PowerShell.Binding;

/// <summary>Offers the ids in the store.</summary>
public sealed class RecordIdCompleter : Completion
{
    private protected override IEnumerable<string> Candidates(string word, IDictionary bound)
    {
        if (StoreOf(bound) is not { } session)
        {
            yield break;
        }

        RecordView view = session.Reader.View();
        for (int cursor = -1; view.TryAdvance(ref cursor);)
        {
            string id = view.At(cursor).IdText;
            if (Begins(id, word))
            {
                yield return id;
            }
        }
    }
}
