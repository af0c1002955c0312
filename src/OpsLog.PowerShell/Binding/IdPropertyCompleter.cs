using System.Collections;

namespace OpsLog.PowerShell.Binding;

/// <summary>Completes the names of the properties at the top level of the records.</summary>
public sealed class IdPropertyCompleter : Completion
{
    private protected override IEnumerable<string> Candidates(string word, IDictionary bound) => StoreOf(bound) is { } session
        ? RecordSample.PropertyNames(session.Reader.View(), nested: false).Where(name => Begins(name, word))
        : [];
}
