using System.Collections;
using OpsLog.Core.Store;

namespace OpsLog.PowerShell.Binding;

/// <summary>Offers the agents that have written to the store: the one to be opened by its path, or the open one.</summary>
public sealed class AgentCompleter : Completion
{
    private protected override IEnumerable<string> Candidates(string word, IDictionary bound)
    {
        bool byPath = bound.Contains("Path") || bound.Contains("LiteralPath");
        IReadOnlyList<string> agents = byPath
            ? FolderOf(bound) is { } folder ? OpsLogStore.GetAgents(folder) : []
            : StoreOf(bound)?.Store.GetAgents() ?? [];
        return agents.Where(agent => Begins(agent, word));
    }

    /// <summary>The folder a path names, if it is there: relative to the location of the shell, not of the process.</summary>
    private static string? FolderOf(IDictionary bound)
    {
        string parameter = bound.Contains("Path") ? "Path" : "LiteralPath";
        using var shell = System.Management.Automation.PowerShell.Create(System.Management.Automation.RunspaceMode.CurrentRunspace);
        shell.AddCommand("Microsoft.PowerShell.Management\\Convert-Path").AddParameter(parameter, bound[parameter]).AddParameter("ErrorAction", "Ignore");
        return shell.Invoke<string>().FirstOrDefault(Directory.Exists);
    }
}
