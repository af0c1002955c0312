namespace OpsLog.Bench.Harness;

/// <summary>Runs the sides of a scenario in turns, so that a slow phase of the machine affects all of them.</summary>
internal static class Runner
{
    public static IReadOnlyList<Measured> Run(Scenario scenario, BenchContext context)
    {
        Console.Error.WriteLine($"{scenario.Title} ...");
        try
        {
            Side[] sides = [.. scenario.Sides(context)];
            double[][] rounds = [.. Enumerable.Range(0, context.Options.Rounds).Select(_ => new double[sides.Length])];
            if (scenario.WarmsUp)
            {
                Round(sides, new double[sides.Length], 0);
            }

            for (int round = 0; round < rounds.Length; round++)
            {
                Round(sides, rounds[round], round);
            }

            return [.. sides.Select((side, i) => new Measured(
                side,
                [.. rounds.Select(round => round[i])],
                Measured.MedianOf(rounds.Select(round => scenario.MoreIsBetter ? round[0] / round[i] : round[i] / round[0]))))];
        }
        finally
        {
            context.EndScenario();
        }
    }

    /// <summary>
    /// Each round begins with another side, so that no side always benefits from the state that the previous side left.
    /// </summary>
    private static void Round(Side[] sides, double[] values, int first)
    {
        for (int i = 0; i < sides.Length; i++)
        {
            int side = (first + i) % sides.Length;
            GC.Collect();
            Disk.Settle();
            values[side] = sides[side].Measure();
        }
    }
}
