using System.Collections;
using OpsLog.Core.State;

namespace OpsLog.PowerShell.Binding;

/// <summary>Completes the ids in the store.</summary>
public class RecordIdCompleter : Completion
{
    private protected virtual bool Offers(string id) => true;

    /// <summary>The ids that can be completed.</summary>
    private protected virtual IEnumerable<string> Ids(OpsLogSession session, IDictionary bound)
    {
        RecordView view = session.Reader.View();
        for (int cursor = -1; view.TryAdvance(ref cursor);)
        {
            yield return view.At(cursor).IdText;
        }
    }

    private protected override IEnumerable<string> Candidates(string word, IDictionary bound) =>
        StoreOf(bound) is { } session ? Ids(session, bound).Where(id => Begins(id, word) && Offers(id)) : [];
}
