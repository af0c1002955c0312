using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Agents;

public class SimulationTests(ITestOutputHelper output)
{
    private const int Schedules = 10_000;

    [Fact]
    public void Agents_converge_to_the_total_order_and_lose_nothing_acknowledged()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("OPSLOG_TEST_SEED"), out int given) ? given : Random.Shared.Next();
        output.WriteLine($"OPSLOG_TEST_SEED={seed}, {Schedules} schedules");
        for (int i = 0; i < Schedules; i++)
        {
            int own = unchecked(seed + i);
            Random random = new(own);
            int agents = random.Next(2, 6);
            List<Step> schedule = Step.Schedule(random, agents, random.Next(10, 50));
            if (Simulation.Run(schedule, agents, own) is { } fault)
            {
                List<Step> shortest = Shrink(schedule, agents, own);
                Assert.Fail($"OPSLOG_TEST_SEED={own} ({agents} agents): {fault}\nShrunk to:\n{string.Join('\n', shortest)}\n{Simulation.Run(shortest, agents, own)}");
            }
        }
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
}
