using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;
using OpsLog.TestHost.Workloads;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Crash;

/// <summary>
/// A writer on a real directory, killed at random moments, 200 times over the cases that acknowledge each step: what it
/// acknowledged exists, a batch exists completely or not at all, and only the step in progress is uncertain.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private readonly Dictionary<StoreWarningKind, int> _warnings = [];
    private int _inDoubt;

    [Theory]
    [InlineData("mixed", "Immediate", "OperatingSystem", 110)]
    [InlineData("mixed", "Immediate", "Disk", 20)]
    [InlineData("checkpoints", "Immediate", "OperatingSystem", 30)]
    [InlineData("archives", "Immediate", "OperatingSystem", 25)]
    [InlineData("mixed", "Group", "OperatingSystem", 15)]
    public void Every_acknowledged_step_is_there_after_a_kill(string mix, string mode, string durability, int kills) =>
        KillAgainAndAgain(mix, mode, durability, kills);

    [Fact]
    public void In_async_mode_every_flushed_step_is_there_after_a_kill() =>
        KillAgainAndAgain("flushes", "Async", "OperatingSystem", 20);

    private void KillAgainAndAgain(string mix, string mode, string durability, int kills)
    {
        int seed = TestSeed.Next(output);
        Random random = new(seed);
        using TemporaryDirectory directory = new();
        ModelState state = ModelState.Empty;
        int acknowledged = 0;
        KilledWriter next = Start();
        try
        {
            for (int kill = 1; kill <= kills; kill++)
            {
                using KilledWriter writer = next;
                writer.Begin();

                // The next one starts up while this one works.
                next = Start();
                if (random.Next(5) > 0)
                {
                    writer.WaitForFirst();
                    Thread.Sleep(random.Next(5, 60));
                }
                else
                {
                    Thread.Sleep(random.Next(40));
                }

                int count = writer.Kill();
                acknowledged += count;
                List<ModelState> possible = Possible(state, new Workload(writer.Seed, mix), count, mode == "Async");
                state = Reopen(directory.Path, possible, $"seed {seed}, kill {kill}, {count} steps acknowledged");
            }
        }
        finally
        {
            next.Dispose();
        }

        output.WriteLine($"{acknowledged} steps acknowledged; {_inDoubt} times the step under way took effect; warnings: {string.Join(", ", _warnings)}");

        KilledWriter Start() => new(directory.Path, random.Next(), mix, mode, durability);
    }

    /// <summary>
    /// The possible states after a kill with this number of acknowledgements; the last one includes the last step.
    /// </summary>
    private static List<ModelState> Possible(ModelState state, Workload workload, int acknowledged, bool onlyFlushed)
    {
        List<ModelState> possible = [state];
        for (int number = 1; number <= acknowledged + 1; number++)
        {
            WorkloadStep step = workload.Next(state.Records.ContainsKey);
            state = state.After(step);
            if (number <= acknowledged && (!onlyFlushed || step.Kind == StepKind.Flush))
            {
                possible.Clear();
            }

            possible.Add(state);
        }

        return possible;
    }

    /// <summary>What a kill left is put in order by the next opening, and the check agrees.</summary>
    private ModelState Reopen(string directory, List<ModelState> possible, string context)
    {
        ModelState state = OpenAndCompare(directory, possible, context);
        Assert.Equal((context, ""), (context, Findings.Of(new FileSystemBackend(directory), FindingSeverity.Warning)));
        return state;
    }

    private ModelState OpenAndCompare(string directory, List<ModelState> possible, string context)
    {
        using OpsLogStore store = OpsLogStore.Open(directory, new OpsLogStoreOptions { Durability = Durability.OperatingSystem });
        SortedDictionary<string, string> records = store.StateById();
        ModelState? found = possible.Find(state => state.IsStateOf(records));
        Assert.True(found is not null, $"{context}: the store holds none of the {possible.Count} states it may hold.\n{Difference(possible[0], records)}");
        _inDoubt += found == possible[0] ? 0 : 1;
        foreach (StoreWarning warning in store.Warnings)
        {
            Assert.True(warning.Kind == StoreWarningKind.TornTail, $"{context}: {warning.Message}");
            _warnings[warning.Kind] = _warnings.GetValueOrDefault(warning.Kind) + 1;
        }

        foreach (IGrouping<string, KeyValuePair<string, (string Segment, string Value)>> segment in found.Archived.GroupBy(record => record.Value.Segment))
        {
            SortedDictionary<string, string> there = store.SegmentById(segment.Key);
            Assert.All(segment, record => Assert.Equal((context, record.Value.Value), (context, there.GetValueOrDefault(record.Key))));
        }

        WorkloadStep probe = new(StepKind.Set, [("probe", $"{{\"after\":\"{context}\"}}")], "");
        probe.RunOn(store);
        return found.After(probe);
    }

    private static string Difference(ModelState expected, SortedDictionary<string, string> actual) => string.Join('\n', expected.Records.Keys.Union(actual.Keys)
        .Select(id => (Id: id, Expected: expected.Records.GetValueOrDefault(id), Actual: actual.GetValueOrDefault(id)))
        .Where(record => record.Expected != record.Actual)
        .Select(record => $"{record.Id}: expected {record.Expected?[..Math.Min(40, record.Expected.Length)]}, is {record.Actual?[..Math.Min(40, record.Actual.Length)]}"));
}
