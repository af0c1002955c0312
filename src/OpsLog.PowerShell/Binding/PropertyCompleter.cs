using System.Collections;

namespace OpsLog.PowerShell.Binding;

/// <summary>Completes the names of the properties in the records, nested ones as paths.</summary>
public sealed class PropertyCompleter : Completion
{
    private protected override IEnumerable<string> Candidates(string word, IDictionary bound) => Names(word, bound);

    /// <summary>The names that begin with a word.</summary>
    internal static IEnumerable<string> Names(string word, IDictionary bound) => StoreOf(bound) is { } session
        ? RecordSample.PropertyNames(session.Reader.View(), nested: true).Where(name => Begins(name, word))
        : [];
}
