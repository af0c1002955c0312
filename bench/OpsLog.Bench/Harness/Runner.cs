using System.Diagnostics;

namespace OpsLog.Bench.Harness;

/// <summary>Runs the sides of a scenario in turns, so that a slow phase of the machine affects all of them.</summary>
internal static class Runner
{
    /// <summary>
    /// The processor time after which a side is compiled well. The clock of a loaded machine goes on while nothing is
    /// compiled.
    /// </summary>
    private static readonly TimeSpan s_warm = TimeSpan.FromSeconds(0.2);

    /// <summary>The clock ends the warm-up of a side that waits for the disk or for another process.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    public static ScenarioResult Run(Scenario scenario, BenchContext context)
    {
        Console.Error.WriteLine($"{scenario.Title}, {context.Records:N0} records ...");
        long start = Stopwatch.GetTimestamp();
        try
        {
            Side[] sides = [.. scenario.Sides(context)];
            List<double>[] values = [.. sides.Select(_ => new List<double>())];
            Array.ForEach(sides, side => WarmUp(side, scenario.WarmUps));

            for (int round = 0; round < context.Options.Rounds; round++)
            {
                Round(sides, values, round);
            }

            Console.Error.WriteLine($"  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
            return new ScenarioResult(
                scenario,
                context.Records,
                [.. sides.Select((side, i) => new Measured(side.Name, side.Kind, values[i]))],
                context.TakeLeftOut());
        }
        finally
        {
            context.EndScenario();
        }
    }

    private static void WarmUp(Side side, int least)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int i = 0; least > 0 && Environment.CpuUsage.TotalTime - before < s_warm && (i < least || Stopwatch.GetElapsedTime(start) < s_longest); i++)
        {
            side.Measure();
        }
    }

    /// <summary>
    /// Each round begins with another side, so that no side always benefits from the state that the previous side left.
    /// </summary>
    private static void Round(Side[] sides, List<double>[] values, int first)
    {
        for (int i = 0; i < sides.Length; i++)
        {
            int side = (first + i) % sides.Length;
            GC.Collect();
            Disk.Settle();
            values[side].Add(sides[side].Measure());
        }
    }
}
