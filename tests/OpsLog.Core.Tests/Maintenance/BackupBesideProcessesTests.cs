using System.Diagnostics;
using System.Globalization;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Agents;
using OpsLog.Core.Tests.Crash;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;
using OpsLog.TestHost.Workloads;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>
/// Backups of a store on a real directory, one after the other, while other processes write to it all the time;
/// OPSLOG_LONG=1 for a minute each.
/// </summary>
[Collection(Alone.Name)]
public sealed class BackupBesideProcessesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_time = TimeSpan.FromMilliseconds(LongRun.Or(60_000, 1_500));

    [Theory]
    [InlineData("mixed")]
    [InlineData("checkpoints")]
    [InlineData("archives")]
    public void Each_is_the_state_after_some_step_of_the_writer_not_before_those_it_had_acknowledged(string mix)
    {
        int seed = TestSeed.Next(output);
        using TemporaryDirectory directory = new();
        List<Copy> copies = [];
        int acknowledged;
        using (KilledWriter writer = new(directory["store"], seed, mix, "Immediate", "OperatingSystem"))
        {
            writer.Begin();
            writer.WaitForFirst();
            for (long began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < s_time || copies.Count < 3;)
            {
                int known = writer.Known;
                string target = directory[$"backup-{copies.Count}"];
                Assert.Empty(StoreBackup.Run(directory["store"], target).Findings);
                using (OpsLogStore copy = OpsLogStore.Open(target))
                {
                    Assert.Empty(copy.Warnings);
                    copies.Add(new Copy(known, copy.StateById(), [.. copy.GetSegmentNames().SelectMany(name => copy.SegmentById(name)).Select(record => (record.Key, record.Value))]));
                }

                Directory.Delete(target, recursive: true);
            }

            acknowledged = writer.Kill();
        }

        output.WriteLine($"{copies.Count} backups beside {acknowledged} steps");
        Workload workload = new(seed, mix);
        int explained = CountExplained(copies, States(workload).Take(acknowledged + 2));
        Assert.True(
            explained == copies.Count,
            $"Backup {explained}, begun after {(explained < copies.Count ? copies[explained].Known : 0)} steps, holds no state that the writer left. OPSLOG_TEST_SEED={seed}");
    }

    /// <summary>
    /// A record that is set, archived and undone twice was in the archive in between, while the other active records
    /// were the same before and after.
    /// </summary>
    [Fact]
    public void A_copy_from_after_an_archive_was_undone_is_not_held_against_the_archive()
    {
        WorkloadStep set = new(StepKind.Set, [($"{WorkloadStep.ArchivedPrefix}1", "{}")], "");
        WorkloadStep archive = new(StepKind.Archive, [], "s0");
        WorkloadStep undo = new(StepKind.Undo, [], "");
        List<ModelState> states = [ModelState.Empty];
        foreach (WorkloadStep step in (WorkloadStep[])[set, archive, undo, undo])
        {
            states.Add(states[^1].After(step));
        }

        Copy copy = new(Known: 2, [], []);
        Assert.True(states[2].IsStateOf(copy.Records) && states[4].IsStateOf(copy.Records));
        Assert.Equal(1, CountExplained([copy], states));
        Assert.Equal(0, CountExplained([copy], states.Take(4)));
    }

    /// <summary>
    /// How many of the copies, from the first on, are each the state after some step, not before the steps known when it
    /// was begun and not before the one of the copy before it.
    /// </summary>
    private static int CountExplained(IReadOnlyList<Copy> copies, IEnumerable<ModelState> states)
    {
        int next = 0;
        foreach ((ModelState state, int number) in states.Select((state, number) => (state, number)))
        {
            // A step may leave the state what it was, so each copy is taken at the first state it can be.
            while (next < copies.Count && copies[next].Known <= number && copies[next].IsOf(state))
            {
                next++;
            }
        }

        return next;
    }

    private static IEnumerable<ModelState> States(Workload workload)
    {
        for (ModelState state = ModelState.Empty; ; state = state.After(workload.Next(state.Records.ContainsKey)))
        {
            yield return state;
        }
    }

    [Fact]
    public void Each_holds_all_that_agents_had_acknowledged_and_nothing_without_what_it_was_written_over()
    {
        const int agents = 3;
        int seed = TestSeed.Next(output);
        using TemporaryDirectory directory = new();
        List<string> acknowledged = [];
        HostProcess[] hosts = [.. Enumerable.Range(0, agents).Select(number => Start(directory["store"], $"agent-{number}", seed + number))];
        Thread[] listening = [.. hosts.Select((host, number) => new Thread(() => Listen(host, $"agent-{number}", acknowledged)))];
        Array.ForEach(listening, thread => thread.Start());

        // On a loaded machine, the time of the agents can end before they have written much.
        SpinWait.SpinUntil(() => Count(acknowledged) > 10 || !listening.Any(thread => thread.IsAlive), TimeSpan.FromMinutes(2));
        Assert.True(Count(acknowledged) > 0, "The agents got nothing acknowledged.");
        int backups = 0;
        do
        {
            string[] known;
            lock (acknowledged)
            {
                known = [.. acknowledged];
            }

            string target = directory[$"backup-{backups}"];
            Assert.DoesNotContain(StoreBackup.Run(directory["store"], target).Findings, finding => finding.Severity > FindingSeverity.Information);
            Check(target, known);
            Directory.Delete(target, recursive: true);
            backups++;
        }
        while (listening.Any(thread => thread.IsAlive));

        foreach (HostProcess host in hosts)
        {
            host.WaitForEnd();
            host.Dispose();
        }

        output.WriteLine($"{backups} backups beside {acknowledged.Count} operations");
    }

    private static HostProcess Start(string directory, string agent, int seed) => HostProcess.Start(
        "agent-work", directory, agent, seed.ToString(CultureInfo.InvariantCulture), s_time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));

    private static void Listen(HostProcess host, string agent, List<string> acknowledged)
    {
        while (host.ReadLine() is { } line)
        {
            lock (acknowledged)
            {
                acknowledged.Add($"{agent} {line}");
            }
        }
    }

    private static int Count(List<string> acknowledged)
    {
        lock (acknowledged)
        {
            return acknowledged.Count;
        }
    }

    private static void Check(string copy, string[] known)
    {
        using FileSystemBackend disk = new(copy);
        LogModel model = LogModel.Read(disk);
        string[] missing = [.. known.GroupBy(what => what).Where(what => model.Facts.GetValueOrDefault(what.Key) < what.Count()).Select(what => what.Key)];
        Assert.Empty(missing);
        using OpsLogStore store = OpsLogStore.Open(copy, new() { ReadOnly = true });
        Assert.Equal(model.State, store.StateById());

        // Every value is set once, so a process that overwrote one had read the operation that set it.
        List<LoggedOperation> operations = [.. store.GetOperations()];
        HashSet<string?> set = [.. operations.Select(operation => operation.After.Text())];
        string?[] unexplained = [.. operations.Select(operation => operation.Before.Text()).Where(before => before is not null && !set.Contains(before))];
        Assert.Empty(unexplained);
    }
    /// <summary>What a backup held, and how many steps were acknowledged for certain when it was begun.</summary>
    private sealed record Copy(int Known, SortedDictionary<string, string> Records, List<(string Id, string Value)> Archived)
    {
        /// <summary>Whether it is a state; a backup within an archive may hold records in the segment too that are active still.</summary>
        public bool IsOf(ModelState state) =>
            state.IsStateOf(Records) && !state.Archived.Select(record => (record.Key, record.Value.Value)).Except(Archived).Any();
    }
}
