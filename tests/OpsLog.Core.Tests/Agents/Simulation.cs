using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Agents;

/// <summary>
/// Agents on one store in memory, taking the steps of a schedule in one thread: deterministic, and with one agent's
/// steps in the midst of another's.
/// </summary>
internal sealed class Simulation
{
    private const int DeepestNesting = 2;

    private readonly IReadOnlyList<Step> _schedule;
    private readonly SimulatedAgent[] _agents;
    private readonly Random _random;
    private MemoryBackend _disk = new();
    private int _next;
    private int _depth;
    private int _values;

    private Simulation(IReadOnlyList<Step> schedule, int agents, int seed)
    {
        _schedule = schedule;
        _random = new Random(seed);
        _agents = [.. Enumerable.Range(0, agents).Select(number => new SimulatedAgent($"agent-{(char)('a' + number)}"))];
    }

    /// <summary>Runs a schedule and returns what went wrong; null if nothing did.</summary>
    public static string? Run(IReadOnlyList<Step> schedule, int agents, int seed)
    {
        Simulation simulation = new(schedule, agents, seed);
        try
        {
            simulation.RunAll();
            return simulation.Check();
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private void RunAll()
    {
        while (_next < _schedule.Count)
        {
            Take(_schedule[_next++]);
        }
    }

    private void Take(Step step)
    {
        SimulatedAgent agent = _agents[step.Agent];
        if (agent.IsBusy)
        {
            return;
        }

        if (step.Act == Act.PowerCut)
        {
            if (_depth == 0)
            {
                CutPower();
            }

            return;
        }

        int calls = 0;
        agent.IsBusy = true;
        _depth++;
        agent.BeforeCall = () =>
        {
            if (step.NextAt > 0 && ++calls == step.NextAt && _depth <= DeepestNesting && _next < _schedule.Count)
            {
                Take(_schedule[_next++]);
            }
        };
        try
        {
            Do(agent, step);
        }
        catch (Exception e) when (e is StoreLockedException or AgentLockedException or RecordNotFoundException or UndoException)
        {
            // Refused, as it may be; nothing was acknowledged.
        }
        finally
        {
            agent.BeforeCall = () => { };
            agent.IsBusy = false;
            _depth--;
        }
    }

    private void Do(SimulatedAgent agent, Step step)
    {
        if (step.Act == Act.Kill)
        {
            agent.Kill();
            return;
        }

        OpsLogStore store = agent.Open(_disk);
        switch (step.Act)
        {
            case Act.Set:
                string value = NextValue();
                store.Set($"id-{step.Key}", value);
                agent.Acknowledge(value);
                break;
            case Act.Delete:
                store.Delete($"id-{step.Key}");
                break;
            case Act.Batch:
                string[] values = [NextValue(), NextValue()];
                store.Batch(batch =>
                {
                    batch.Set($"id-{step.Key}", values[0]);
                    batch.Set($"id-{(step.Key + 1) % 6}", values[1]);
                    if (batch.Contains($"id-{(step.Key + 2) % 6}"))
                    {
                        batch.Delete($"id-{(step.Key + 2) % 6}");
                    }
                });
                Array.ForEach(values, agent.Acknowledge);
                break;
            case Act.Undo:
                store.Undo();
                break;
            case Act.Refresh:
                store.Refresh();
                break;
            case Act.Compact:
                store.Compact();
                break;
            case Act.Archive:
                byte digit = (byte)('0' + step.Key);
                store.Archive(record => record.Id[^1] == digit, "old");
                break;
            case Act.Close:
                agent.Close();
                break;
        }
    }

    private string NextValue() => $$"""{"n":{{++_values}}}""";

    private void CutPower()
    {
        foreach (SimulatedAgent agent in _agents)
        {
            agent.Forget();
        }

        _disk = _disk.Crash(_random);
    }

    /// <summary>All agents and a reader see one state, the one the logs give in their total order, and nothing acknowledged is missing.</summary>
    private string? Check()
    {
        foreach (SimulatedAgent agent in _agents)
        {
            agent.Open(_disk);
        }

        LogModel model = LogModel.Read(_disk);
        foreach (SimulatedAgent agent in _agents)
        {
            OpsLogStore store = agent.Open(_disk);
            store.Refresh();
            if (Difference(agent.Name, store, model) is { } difference)
            {
                return difference;
            }

            if (agent.Acknowledged.FirstOrDefault(value => !model.Values.Contains(value)) is { } lost)
            {
                return $"{agent.Name}: {lost} was acknowledged and is in no log";
            }
        }

        using OpsLogStore reader = OpsLogStore.Open(_disk.Share(), new() { ReadOnly = true });
        return Difference("reader", reader, model);
    }

    private static string? Difference(string who, OpsLogStore store, LogModel model)
    {
        SortedDictionary<string, string> state = store.StateById();
        return state.SequenceEqual(model.State)
            ? null
            : $"{who} has {string.Join(", ", state)} where the logs give {string.Join(", ", model.State)}";
    }
}
