using System.Collections;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// Completes the ids of agents that have written to the store that is opened by its path, or to the open store.
/// </summary>
public sealed class AgentCompleter : Completion
{
    private protected override IEnumerable<string> Candidates(string word, IDictionary bound)
    {
        string? folder = PlainValue.Of(bound["LiteralPath"]) is string literal ? Resolve(literal, literal: true)
            : PlainValue.Of(bound["Path"]) is string path ? Resolve(path, literal: false)
            : null;
        IReadOnlyList<string> agents = folder is null ? StoreOf(bound)?.Store.GetAgents() ?? []
            : Directory.Exists(folder) ? OpsLogStore.GetAgents(folder)
            : [];
        return agents.Where(agent => Begins(agent, word));
    }
}
