using System.Collections;
using OpsLog.Core.Store;

namespace OpsLog.PowerShell.Binding;

/// <summary>Completes the authors of the last operations in the log.</summary>
public sealed class AuthorCompleter : Completion
{
    /// <summary>Reading these operations takes a few milliseconds.</summary>
    private const int MostOperations = 1000;

    private protected override IEnumerable<string> Candidates(string word, IDictionary bound) => StoreOf(bound) is { } session
        ? session.Store.GetOperationsNewestFirst().Take(MostOperations)
            .Select(operation => operation.Author).OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where(author => author.Length > 0 && Begins(author, word))
        : [];
}
