using System.Collections;
using OpsLog.Core.State;

namespace OpsLog.PowerShell.Binding;

/// <summary>Completes the ids in the store.</summary>
public class RecordIdCompleter : Completion
{
    private protected virtual bool Offers(string id) => true;

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
            if (Begins(id, word) && Offers(id))
            {
                yield return id;
            }
        }
    }
}
