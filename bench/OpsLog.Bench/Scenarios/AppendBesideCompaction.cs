using System.Diagnostics;
using OpsLog.Bench.Harness;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Scenarios;

/// <summary>The longest wait of an agent's append, while another agent compacts continuously and while none does.</summary>
internal sealed class AppendBesideCompaction : Scenario
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(1);

    public override string Key => "append-wait";

    public override string Title => "Longest wait of an agent's append";

    public override string Unit => "ms";

    public override bool MoreIsBetter => false;

    public override int WarmUps => 1;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        string path = context.CopyOfSnapshotStore();
        OpsLogStore compacting = context.Own(OpsLogStore.Open(path, BenchContext.Quiet() with { Agent = "compacting" }));
        OpsLogStore appending = context.Own(OpsLogStore.Open(path, BenchContext.Quiet() with { Agent = "appending" }));
        yield return Side.OpsLog("while another agent compacts", () => WhileCompacting(compacting, appending));
        yield return Side.OpsLog("while none does", () => LongestWait(appending));
    }

    private static double WhileCompacting(OpsLogStore compacting, OpsLogStore appending)
    {
        using ManualResetEventSlim done = new();
        Thread other = new(() =>
        {
            while (!done.IsSet)
            {
                compacting.Compact();
            }
        });
        other.Start();
        double longest = LongestWait(appending);
        done.Set();
        other.Join();
        return longest;
    }

    private static double LongestWait(OpsLogStore store)
    {
        long began = Stopwatch.GetTimestamp();
        TimeSpan longest = TimeSpan.Zero;
        for (int n = 0; Stopwatch.GetElapsedTime(began) < s_time; n++)
        {
            long start = Stopwatch.GetTimestamp();
            store.Set("task-0", Workload.Values[n % Workload.Distinct]);
            TimeSpan wait = Stopwatch.GetElapsedTime(start);
            longest = wait > longest ? wait : longest;
        }

        return longest.TotalMilliseconds;
    }
}
