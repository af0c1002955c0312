using OpsLog.Core.Maintenance;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Agents;

/// <content>What must hold at the end of a schedule.</content>
internal sealed partial class Simulation
{
    /// <summary>All agents and readers see one state, the one the logs give in their total order, and nothing acknowledged is missing.</summary>
    private string? Check()
    {
        foreach (SimulatedAgent agent in _agents)
        {
            agent.Open(_disk);
        }

        LogModel model = LogModel.Read(_disk);
        foreach (SimulatedAgent reading in (SimulatedAgent[])[.. _agents, _reader])
        {
            OpsLogStore store = reading.Open(_disk);
            store.Refresh();
            if (Difference(reading.Name, store, model) is { } difference)
            {
                return difference;
            }
        }

        if (_batches.Find(values => model.Values.Contains(values[0]) != model.Values.Contains(values[1])) is { } torn)
        {
            return $"of the batch of {torn[0]} and {torn[1]} only one is logged";
        }

        IEnumerable<IGrouping<string, string>> acknowledged = _agents.Append(_writer).SelectMany(agent => agent.Acknowledged).GroupBy(what => what);
        if (acknowledged.FirstOrDefault(what => model.Facts.GetValueOrDefault(what.Key) < what.Count()) is { } lost)
        {
            return $"'{lost.Key}' was acknowledged {lost.Count()} times and is logged {model.Facts.GetValueOrDefault(lost.Key)} times";
        }

        using (OpsLogStore fresh = OpsLogStore.Open(_disk.Share(), new() { ReadOnly = true }))
        {
            if (Difference("a new reader", fresh, model) is { } difference)
            {
                return difference;
            }
        }

        Array.ForEach(_agents, agent => agent.Close());
        string findings = Findings.Of(_disk.Share(), FindingSeverity.Warning);
        return findings.Length == 0 ? null : $"the check finds\n{findings}";
    }

    private static string? Difference(string who, OpsLogStore store, LogModel model)
    {
        SortedDictionary<string, string> state = store.StateById();
        return state.SequenceEqual(model.State)
            ? null
            : $"{who} has {string.Join(", ", state)} where the logs give {string.Join(", ", model.State)}";
    }
}
