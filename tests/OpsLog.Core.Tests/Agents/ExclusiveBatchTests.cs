using System.Globalization;
using System.Text.Json.Nodes;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Agents;

/// <summary>Exclusive batches of agents; OPSLOG_LONG=1 for 2,000 jobs.</summary>
[Collection(Alone.Name)]
public sealed class ExclusiveBatchTests(ITestOutputHelper output) : IDisposable
{
    private const int Workers = 8;
    private const int Lease = 1500;

    private static readonly int s_jobs = LongRun.Or(2000, 160);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void One_reads_what_others_wrote_before_it()
    {
        using OpsLogStore a = Open("a");
        using OpsLogStore b = Open("b");
        b.Set("x", """{"n":1}""");
        using StoreBatch batch = a.BeginExclusiveBatch();
        Assert.True(batch.Contains("x"));
    }

    [Fact]
    public void Only_one_runs_at_a_time_and_others_wait_for_their_timeout()
    {
        using OpsLogStore a = Open("a");
        using OpsLogStore b = Open("b");
        using (a.BeginExclusiveBatch())
        {
            StoreLockedException refused = Assert.Throws<StoreLockedException>(() => b.BeginExclusiveBatch(timeout: TimeSpan.FromMilliseconds(50)));
            Assert.Equal(Environment.ProcessId, refused.Holder?.ProcessId);
            Assert.Contains("An exclusive batch is running there", refused.Message, StringComparison.Ordinal);

            // Nothing else waits for it.
            b.Set("y", "{}");
            b.Batch(batch => batch.Set("z", "{}"));
        }

        using StoreBatch next = b.BeginExclusiveBatch(timeout: TimeSpan.Zero);
        next.Set("w", "{}");
        next.Commit();
        Assert.True(b.Contains("w"));
        a.BeginExclusiveBatch(timeout: TimeSpan.Zero).Dispose();
    }

    [Fact]
    public void A_cancelled_wait_leaves_nothing_behind()
    {
        using OpsLogStore a = Open("a");
        using OpsLogStore b = Open("b");
        using (a.BeginExclusiveBatch())
        {
            using CancellationTokenSource cancel = new(50);
            Assert.ThrowsAny<OperationCanceledException>(() => b.BeginExclusiveBatch(cancellation: cancel.Token));
        }

        b.Set("x", "{}");
        b.BeginExclusiveBatch(timeout: TimeSpan.Zero).Dispose();
    }

    [Fact]
    public void One_in_a_batch_of_the_same_thread_is_refused_and_the_batch_goes_on()
    {
        using OpsLogStore a = Open("a");
        using StoreBatch batch = a.BeginExclusiveBatch();
        batch.Set("x", "{}");
        Assert.Throws<BatchStateException>(() => a.BeginExclusiveBatch());
        batch.Commit();
        Assert.True(a.Contains("x"));
    }

    [Fact]
    public void A_single_writer_has_it_for_nothing_and_a_reader_never()
    {
        using (OpsLogStore writer = OpsLogStore.Open(_directory.Path))
        {
            using StoreBatch batch = writer.BeginExclusiveBatch(timeout: TimeSpan.Zero);
            batch.Set("x", "{}");
            batch.Commit();
        }

        using OpsLogStore reader = OpsLogStore.Open(_directory.Path, new() { ReadOnly = true });
        Assert.Throws<StoreReadOnlyException>(() => reader.BeginExclusiveBatch());
    }

    [Fact]
    public void No_job_is_taken_twice_by_workers_of_which_some_are_killed() => Race(null);

    /// <summary>In a namespace of its own, a process does not see the others, as if it ran on another host.</summary>
    [CommandFact("unshare", "-pf", "--mount-proc")]
    public void No_job_is_taken_twice_by_workers_that_do_not_see_each_other() => Race(["unshare", "-pf", "--mount-proc", "--kill-child"]);

    [Fact]
    public void Without_it_jobs_are_taken_twice()
    {
        AddJobs();
        RunThreads.AtOnce(Workers, number =>
        {
            using HostProcess worker = Start($"worker-{number}", "plain");
            while (worker.ReadLine() is not null)
            {
            }
        });
        Assert.NotEqual(0, Count().Twice);
    }

    private void Race(string[]? under)
    {
        AddJobs();
        Random random = new(TestSeed.Next(output));
        int[] killAfter = [.. Enumerable.Range(0, Workers).Select(number => number % 2 == 0 ? random.Next(1, s_jobs / Workers) : int.MaxValue)];
        int killed = 0;
        RunThreads.AtOnce(Workers, number =>
        {
            using (HostProcess worker = Start($"worker-{number}", "exclusive", under))
            {
                int done = 0;
                while (done < killAfter[number] && worker.ReadLine() is not null)
                {
                    done++;
                }

                if (done == killAfter[number])
                {
                    worker.Kill();
                    Interlocked.Increment(ref killed);
                }
            }
        });
        using (HostProcess rest = Start("rest", "exclusive"))
        {
            while (rest.ReadLine() is not null)
            {
            }
        }

        (int twice, int done, int claims) = Count();
        output.WriteLine($"{s_jobs} jobs, {claims} claims, {killed} of {Workers} workers killed");
        Assert.Equal(0, twice);
        Assert.Equal(s_jobs, done);
        Assert.True(killed > 0);
    }

    private static HostProcess Start(string directory, string agent, string mode, string[]? under)
    {
        string[] arguments = [directory, agent, mode, Lease.ToString(CultureInfo.InvariantCulture)];
        return under is null ? HostProcess.Start("claim-jobs", arguments) : HostProcess.StartUnder(under, "claim-jobs", arguments);
    }

    private HostProcess Start(string agent, string mode, string[]? under = null) => Start(_directory.Path, agent, mode, under);

    private OpsLogStore Open(string agent) => OpsLogStore.Open(_directory.Path, new() { Agent = agent, Durability = Durability.OperatingSystem });

    private void AddJobs()
    {
        using OpsLogStore store = Open("boss");
        store.Batch(batch =>
        {
            for (int i = 0; i < s_jobs; i++)
            {
                batch.Set($"job-{i:0000}", """{"state":"queued"}""");
            }
        });
    }

    /// <summary>
    /// By the history: how often a job was claimed while the claim before was valid, how many are done, and by how many claims.
    /// </summary>
    private (int Twice, int Done, int Claims) Count()
    {
        using OpsLogStore store = OpsLogStore.Open(_directory.Path, new() { ReadOnly = true });
        int twice = 0;
        int claims = 0;
        foreach (IGrouping<string, LoggedOperation> job in store.GetOperations().Where(operation => operation.Agent != "boss").GroupBy(operation => operation.Id))
        {
            long until = 0;
            bool isDone = false;
            foreach (LoggedOperation operation in job.OrderBy(operation => operation.Time))
            {
                JsonNode value = JsonNode.Parse(operation.After!.Value.Span)!;
                if ((string?)value["state"] == "running")
                {
                    claims++;
                    twice += isDone || new DateTimeOffset(operation.Time!.Value).ToUnixTimeMilliseconds() < until ? 1 : 0;
                    until = (long)value["until"]!;
                }
                else
                {
                    twice += isDone ? 1 : 0;
                    isDone = true;
                }
            }
        }

        return (twice, store.StateById().Values.Count(value => value.Contains("\"done\"", StringComparison.Ordinal)), claims);
    }
}
