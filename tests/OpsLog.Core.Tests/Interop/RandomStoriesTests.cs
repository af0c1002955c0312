using System.Globalization;
using System.Text.Json.Nodes;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Interop;

/// <summary>
/// Stories of taking turns: single writers and agents of the npm package and ours, one at a time on one store, each
/// closing with or without a snapshot or ended by SIGKILL. Every record is what the plain model of turns says.
/// </summary>
public sealed class RandomStoriesTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] s_ids = ["a", "b", "c", "d"];
    private static readonly OpsLogStoreOptions s_reading = new() { ReadOnly = true };

    private NpmProcess? _node;
    private Random _random = Random.Shared;
    private int _values;

    public void Dispose() => _node?.Dispose();

    [NpmFact]
    public void Every_record_is_what_the_model_of_turns_says()
    {
        int seed = TestSeed.Next(output);
        int dropped = 0;
        int stories = LongRun.Or(500, 12);
        for (int story = 0; story < stories; story++)
        {
            _random = new Random(unchecked(seed + story));
            _values = 0;
            List<string> reported = [$"OPSLOG_TEST_SEED={seed + story}, story {story}"];
            try
            {
                dropped += Run(reported) ? 1 : 0;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{string.Join("\n", reported)}\n{failure.Message}", failure);
            }
        }

        output.WriteLine($"In {dropped} of {stories} stories the package left out of a snapshot what it had not read.");
    }

    /// <summary>Whether the package dropped something in it.</summary>
    private bool Run(List<string> reported)
    {
        using TemporaryDirectory directory = new();
        Turns model = new();
        bool isAllToBeSeen = true;
        for (int turns = _random.Next(2, 10); turns > 0; turns--)
        {
            AwaitNextMillisecond();
            switch (_random.Next(6))
            {
                case 0 or 1 or 2:
                    TakeNpmTurn(directory.Path, model, isAllToBeSeen, reported);
                    isAllToBeSeen = false;
                    break;
                case 3 when _random.Next(3) == 0:
                    TakeKilledTurn(directory.Path, model, reported);
                    isAllToBeSeen = false;
                    break;
                default:
                    isAllToBeSeen = TakeOwnTurn(directory.Path, model, reported);
                    break;
            }

            using OpsLogStore reader = OpsLogStore.Open(directory.Path, s_reading);
            AssertSame("we read", model.State, reader.StateById());
        }

        if (!model.HasDropped)
        {
            Assert.Equal("", Findings.Of(new FileSystemBackend(directory.Path), FindingSeverity.Warning));
        }

        return model.HasDropped;
    }

    private void TakeNpmTurn(string directory, Turns model, bool isAllToBeSeen, List<string> reported)
    {
        _node ??= new NpmProcess();
        string? agent = _random.Next(3) switch { 0 => "a", 1 => "b-2", _ => null };
        bool checkpoint = _random.Next(2) == 0;
        reported.Add($"npm {agent ?? "single writer"}");
        NpmStore store = _node.Open(
            directory,
            $$"""{"checkpointOnClose":{{(checkpoint ? "true" : "false")}},"checkpointThreshold":100000{{(agent is null ? "" : $",\"agentId\":\"{agent}\"")}}}""");
        Turns.NpmTurn turn = model.OpenNpm(agent);
        AssertSame("the package reads", turn.View, store.Records);
        if (isAllToBeSeen)
        {
            AssertSame("the package reads all", model.State, turn.View);
        }

        DoSteps(store, turn, reported, _ =>
        {
            reported.Add("  refresh");
            store.Do("refresh");
            turn.Refresh();
        });

        if (_random.Next(4) == 0)
        {
            reported.Add("  killed");
            _node.Kill();
            _node.Dispose();
            _node = null;
        }
        else
        {
            reported.Add($"  closed, {(checkpoint ? "with" : "without")} a snapshot");
            store.Close();
            turn.Close(checkpoint);
        }
    }

    /// <summary>Whether every program of the package that comes next can read all that was written.</summary>
    private bool TakeOwnTurn(string directory, Turns model, List<string> reported)
    {
        string? agent = NextAgent();
        CheckpointOnClose onClose = _random.Next(4) switch { 0 => CheckpointOnClose.Always, 1 => CheckpointOnClose.Never, _ => CheckpointOnClose.WhenDue };
        reported.Add($"our {agent ?? "single writer"}, {onClose}");
        bool hasOthers = model.HasOthers;
        using OwnStore store = new(OpsLogStore.Open(
            directory, new OpsLogStoreOptions { Agent = agent, Durability = Durability.OperatingSystem, CheckpointOnClose = onClose }));
        Turns.OwnTurn turn = model.OpenOwn(agent);
        DoOwnSteps(store, turn, reported);
        store.Close();
        turn.Close(onClose, CountLogged(directory));
        return agent is null || (onClose != CheckpointOnClose.Never && hasOthers) || onClose == CheckpointOnClose.Always;
    }

    private void TakeKilledTurn(string directory, Turns model, List<string> reported)
    {
        string? agent = NextAgent();
        reported.Add($"our {agent ?? "single writer"}, killed");
        using OwnProcess store = new(directory, agent);
        Turns.OwnTurn turn = model.OpenOwn(agent);
        DoOwnSteps(store, turn, reported);
        store.Kill();
        turn.Close(CheckpointOnClose.Never, CountLogged(directory));
    }

    private void DoOwnSteps(ITurnSide store, Turns.OwnTurn turn, List<string> reported)
    {
        AssertSame("we have at first", turn.View, store.Records);
        DoSteps(store, turn, reported, id =>
        {
            (string, string?)[] changes = [(id, NextValue()), ("e", NextValue())];
            reported.Add($"  batch {string.Join(' ', changes)}");
            store.Batch(changes);
            turn.Write(changes);
        });
    }

    /// <summary>Does the same to a store and in the model; <paramref name="other"/> is what only one side can do.</summary>
    private void DoSteps(ITurnSide store, ITurn turn, List<string> reported, Action<string> other)
    {
        for (int steps = _random.Next(7); steps > 0; steps--)
        {
            string id = s_ids[_random.Next(s_ids.Length)];
            switch (_random.Next(10))
            {
                case 0 when turn.CanUndo:
                    reported.Add("  undo");
                    Assert.True(store.Undo());
                    turn.Undo();
                    break;
                case 1 when _random.Next(2) == 0:
                    reported.Add("  compact");
                    store.Compact();
                    turn.Compact();
                    break;
                case 2:
                    other(id);
                    break;
                case 3 or 4 when turn.View.ContainsKey(id):
                    reported.Add($"  delete {id}");
                    store.Delete(id);
                    turn.Write((id, null));
                    break;
                default:
                    string value = NextValue();
                    reported.Add($"  set {id} {value}");
                    store.Set(id, value);
                    turn.Write((id, value));
                    break;
            }

            AssertSame("the program has", turn.View, store.Records);
        }
    }

    private static int CountLogged(string directory)
    {
        JsonNode manifest = JsonNode.Parse(SharedFile.ReadAllText(Path.Combine(directory, "manifest.json")))!;
        return SharedFile.ReadLines(Path.Combine(directory, manifest["activeOps"]!.GetValue<string>())).Count();
    }

    private string? NextAgent() => _random.Next(3) switch { 0 => "ours", 1 => "x", _ => null };

    /// <summary>Now and then one that was there before, so that being the same proves nothing.</summary>
    private string NextValue() => _random.Next(4) == 0
        ? $$"""{"on":{{(_random.Next(2) == 0 ? "true" : "false")}}}"""
        : $$"""{"n":{{(++_values).ToString(CultureInfo.InvariantCulture)}},"note":"{{new string('x', _random.Next(40))}}"}""";

    /// <summary>Turns are distinguished by the time of their operations, in milliseconds.</summary>
    private static void AwaitNextMillisecond()
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        SpinWait.SpinUntil(() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() > now);
    }

    private static void AssertSame(string context, SortedDictionary<string, string> expected, SortedDictionary<string, string> actual) => Assert.True(
        Text(expected) == Text(actual), $"{context}\nexpected\n{Text(expected)}\nactual\n{Text(actual)}");

    private static string Text(SortedDictionary<string, string> records) => string.Join('\n', records.Select(record =>
        $"{record.Key} {string.Join(' ', record.Value.Trim('{', '}').Split(',').Order(StringComparer.Ordinal))}"));
}
