using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
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
    private readonly SimulatedAgent _writer = new("", new OpsLogStoreOptions());
    private readonly SimulatedAgent _reader = new("reader", new OpsLogStoreOptions { ReadOnly = true });
    private readonly List<string[]> _batches = [];
    private readonly Random _random;
    private MemoryBackend _disk = new();
    private int _next;
    private int _depth;
    private int _values;

    private Simulation(IReadOnlyList<Step> schedule, int agents, int seed)
    {
        _schedule = schedule;
        _random = new Random(seed);
        _agents = [.. Enumerable.Range(0, agents).Select(Create)];
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

    private static SimulatedAgent Create(int number)
    {
        string name = $"agent-{(char)('a' + number)}";
        return new SimulatedAgent(name, new OpsLogStoreOptions { Agent = name, TurnTimeout = TimeSpan.Zero });
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
        SimulatedAgent agent = step.Act switch
        {
            Act.WriteAlone => _writer,
            Act.Read => _reader,
            _ => _agents[step.Agent],
        };
        if (step.Act == Act.PowerCut)
        {
            CutPower();
        }
        else if (step.Act == Act.Kill)
        {
            (step.Key == 0 ? _writer : agent).Kill(_disk);
        }
        else if (!agent.IsBusy)
        {
            Begin(agent, step);
        }
    }

    private void Begin(SimulatedAgent agent, Step step)
    {
        int calls = 0;
        int deaths = agent.Deaths;
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
        catch (Exception e) when (
            agent.Deaths != deaths
            || e is StoreLockedException or AgentLockedException or RecordNotFoundException or UndoException or StoreNotFoundException)
        {
            // Refused, as it may be, or killed on the way; nothing was acknowledged.
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
        string id = IdOf(step.Key);
        OpsLogStore store = agent.Open(_disk);
        switch (step.Act)
        {
            case Act.Set:
                Set(agent, store, id);
                break;
            case Act.Delete:
                store.Delete(id);
                agent.Acknowledge($"delete {id}");
                break;
            case Act.Batch:
                Batch(agent, store, step.Key);
                break;
            case Act.Undo:
                if (store.Undo().Count > 0)
                {
                    agent.Acknowledge("undo");
                }

                break;
            case Act.Refresh or Act.Read:
                store.Refresh();
                break;
            case Act.Compact:
                store.Compact();
                break;
            case Act.Archive:
                Archive(agent, store, (byte)('0' + step.Key));
                break;
            case Act.Close:
                agent.Close();
                break;
            case Act.WriteAlone:
                Set(agent, store, id);
                Batch(agent, store, step.Key);
                if (step.Key % 2 == 0)
                {
                    store.Compact();
                    Set(agent, store, id);
                }

                agent.Close();
                break;
        }
    }

    private static string IdOf(int key) => $"id-{key % 6}";

    private string NextValue() => $$"""{"n":{{++_values}}}""";

    private void Set(SimulatedAgent agent, OpsLogStore store, string id)
    {
        string value = NextValue();
        store.Set(id, value);
        agent.Acknowledge($"set {value}");
    }

    private void Batch(SimulatedAgent agent, OpsLogStore store, int key)
    {
        string[] values = [NextValue(), NextValue()];
        _batches.Add(values);
        bool deletes = false;
        store.Batch(batch =>
        {
            batch.Set(IdOf(key), values[0]);
            batch.Set(IdOf(key + 1), values[1]);
            deletes = batch.Contains(IdOf(key + 2));
            if (deletes)
            {
                batch.Delete(IdOf(key + 2));
            }
        });
        Array.ForEach(values, value => agent.Acknowledge($"set {value}"));
        if (deletes)
        {
            agent.Acknowledge($"delete {IdOf(key + 2)}");
        }
    }

    private static void Archive(SimulatedAgent agent, OpsLogStore store, byte digit)
    {
        Dictionary<string, string> moved = [];
        store.Archive(
            record =>
            {
                bool wanted = record.Id[^1] == digit;
                if (wanted)
                {
                    moved[record.IdText] = Encoding.UTF8.GetString(record.Value);
                }

                return wanted;
            },
            "old");
        agent.BeforeCall = () => { };
        foreach ((string id, string value) in moved)
        {
            agent.Acknowledge($"delete {id}");
            Assert.Equal(value, store.SegmentById("old").GetValueOrDefault(id));
        }
    }

    private void CutPower()
    {
        foreach (SimulatedAgent process in (SimulatedAgent[])[.. _agents, _writer, _reader])
        {
            process.Kill(_disk);
        }

        _disk = _disk.Crash(_random);
    }

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
