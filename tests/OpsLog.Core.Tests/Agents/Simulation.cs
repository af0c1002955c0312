using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Agents;

/// <summary>
/// Agents on one store in memory, taking the steps of a schedule in one thread: deterministic, and with one agent's
/// steps in the midst of another's.
/// </summary>
internal sealed partial class Simulation
{
    private const int DeepestNesting = 2;

    private readonly IReadOnlyList<Step> _schedule;
    private readonly SimulatedAgent[] _agents;
    private readonly SimulatedAgent _writer;
    private readonly SimulatedAgent _reader;
    private readonly List<string[]> _batches = [];
    private readonly Random _random;
    private MemoryBackend _disk = new();
    private bool _hasLostStamps;
    private int _next;
    private int _depth;
    private int _values;

    private Simulation(IReadOnlyList<Step> schedule, int agents, int seed)
    {
        _schedule = schedule;
        _random = new Random(seed);

        // In one half of the schedules, each snapshot has an index and is read on demand.
        OpsLogStoreOptions options = new() { SnapshotIndexFrom = seed % 2 == 0 ? -1 : long.MaxValue };
        _writer = new SimulatedAgent("", options);
        _reader = new SimulatedAgent("reader", options with { ReadOnly = true });
        _agents = [.. Enumerable.Range(0, agents).Select(number => Create(number, options))];
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

    private static SimulatedAgent Create(int number, OpsLogStoreOptions options)
    {
        string name = $"agent-{(char)('a' + number)}";
        return new SimulatedAgent(name, options with { Agent = name, TurnTimeout = TimeSpan.Zero });
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
            NoteLostStamps();
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
            || e is StoreLockedException or AgentLockedException or RecordNotFoundException or StoreNotFoundException or RecordExistsException
            || e is ArchiveSegmentException { Fault: SegmentFault.Missing })
        {
            // Refused, as it may be, or killed on the way; nothing was acknowledged.
        }
        finally
        {
            NoteLostStamps();
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
                agent.CountStep();
                break;
            case Act.Batch:
                Batch(agent, store, step.Key);
                break;
            case Act.Undo:
                Undo(agent, store);
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
            case Act.Restore:
                Restore(agent, store, (byte)('0' + step.Key), replace: step.NextAt % 2 == 0);
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

    /// <summary>
    /// An agent's last steps after it was opened are never refused. For a refused older step, a record must have been
    /// removed, or be from a single writer's snapshot: for all other records it is known whether they have the value of
    /// the step.
    /// </summary>
    private void Undo(SimulatedAgent agent, OpsLogStore store)
    {
        try
        {
            if (store.Undo().Count > 0)
            {
                agent.Acknowledge("undo");
                agent.CountUndo();
            }
        }
        catch (UndoException refused) when (refused.Message.Contains("contains another record", StringComparison.Ordinal))
        {
            // Another agent archived the record again with another value.
        }
        catch (UndoException refused)
        {
            IEnumerable<LoggedOperation> step = store.GetOperations().Where(operation => operation.Log == refused.Path && operation.Offset >= refused.Offset).Take(3);
            bool isUnknown = _hasLostStamps || step.Any(operation => !store.Contains(operation.Id));
            Assert.True(agent.StepsToUndo == 0, $"One of the last {agent.StepsToUndo} steps of {agent.Name} was refused: {refused.Message}");
            Assert.True(isUnknown, $"Refused, though all records of the step are known: {refused.Message}");
        }
    }

    /// <summary>
    /// Notes whether the single writer has folded the agents' logs in, which it also does if it is killed later while it
    /// opens. Called before the kill, because the next agent enters itself in the manifest.
    /// </summary>
    private void NoteLostStamps() => _hasLostStamps |= _writer.IsBusy && HasNoAgents();

    private bool HasNoAgents() => _disk.Read(StoreLayout.Manifest) is { } content && ManifestFile.Parse(_disk, content).Manifest.ActiveAgentOps.Count == 0;

    private static string IdOf(int key) => $"id-{key % 6}";

    private string NextValue() => $$"""{"n":{{++_values}}}""";

    private void Set(SimulatedAgent agent, OpsLogStore store, string id)
    {
        string value = NextValue();
        store.Set(id, value);
        agent.Acknowledge($"set {value}");
        agent.CountStep();
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
        agent.CountStep();
        Array.ForEach(values, value => agent.Acknowledge($"set {value}"));
        if (deletes)
        {
            agent.Acknowledge($"delete {IdOf(key + 2)}");
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
}
