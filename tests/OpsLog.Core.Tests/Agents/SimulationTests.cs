using OpsLog.Core.Tests.Store;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Agents;

public class SimulationTests(ITestOutputHelper output)
{
    private const int Schedules = 6_000;

    [Fact]
    public void Agents_converge_to_the_total_order_and_lose_nothing_acknowledged()
    {
        int seed = TestSeed.Next(output);
        int schedules = int.TryParse(Environment.GetEnvironmentVariable("OPSLOG_TEST_SCHEDULES"), out int given) ? given : Schedules;
        int next = -1;
        Failure? first = null;
        RunThreads.AtOnce(Environment.ProcessorCount, _ =>
        {
            while (Volatile.Read(ref first) is null && Interlocked.Increment(ref next) is { } i && i < schedules)
            {
                if (Run(unchecked(seed + i)) is { } reason)
                {
                    Interlocked.CompareExchange(ref first, new Failure(unchecked(seed + i), reason), null);
                }
            }
        });
        if (first is not null)
        {
            Explain(first);
        }
    }

    private static string? Run(int seed)
    {
        (List<Step> schedule, int agents) = ScheduleOf(seed);
        return Simulation.Run(schedule, agents, seed);
    }

    private static (List<Step> Schedule, int Agents) ScheduleOf(int seed)
    {
        Random random = new(seed);
        int agents = random.Next(2, 6);
        return (Step.Schedule(random, agents, random.Next(10, 50)), agents);
    }

    /// <summary>Fails with the reason as it was first seen: names of files contain the time, so a second run can differ.</summary>
    private static void Explain(Failure failure)
    {
        (List<Step> schedule, int agents) = ScheduleOf(failure.Seed);
        List<Step> shortest = Shrink(schedule, agents, failure.Seed);
        string again = Simulation.Run(shortest, agents, failure.Seed) ?? "It passed when it ran again.";
        Assert.Fail($"OPSLOG_TEST_SEED={failure.Seed} ({agents} agents): {failure.Reason}\nshrunk to:\n{string.Join('\n', shortest)}\n{again}");
    }

    /// <summary>Leaves out runs of steps, ever shorter ones, as long as the schedule still fails.</summary>
    private static List<Step> Shrink(List<Step> schedule, int agents, int seed)
    {
        for (int run = schedule.Count / 2; run > 0; run /= 2)
        {
            for (int start = 0; start + run <= schedule.Count;)
            {
                List<Step> shorter = [.. schedule[..start], .. schedule[(start + run)..]];
                if (Simulation.Run(shorter, agents, seed) is not null)
                {
                    schedule = shorter;
                }
                else
                {
                    start += run;
                }
            }
        }

        return schedule;
    }

    private sealed record Failure(int Seed, string Reason);
}
