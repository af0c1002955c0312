namespace OpsLog.Bench.Harness;

/// <summary>What was measured in one scenario.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Records">The number of records in the store.</param>
/// <param name="Sides">The sides; the first one is OpsLog.</param>
/// <param name="LeftOut">The sides that were left out, each with the reason.</param>
internal sealed record ScenarioResult(Scenario Scenario, int Records, IReadOnlyList<Measured> Sides, IReadOnlyList<string> LeftOut)
{
    public Measured OpsLog => Sides[0];

    /// <summary>The peer with the best median; null if there is none.</summary>
    public Measured? BestPeer => Sides.Where(side => side.Kind == SideKind.Peer)
        .OrderBy(side => Scenario.MoreIsBetter ? -side.Median : side.Median)
        .FirstOrDefault();

    /// <summary>
    /// The factor by which a side was better than another one in each round, so that the drift of the machine is not
    /// included.
    /// </summary>
    public double[] Advantage(Measured side, Measured over) =>
        [.. side.Values.Zip(over.Values, (mine, other) => Scenario.MoreIsBetter ? mine / other : other / mine)];

    /// <summary>The goals that can be judged: to be ahead of the best peer, and those of the scenario.</summary>
    public IEnumerable<JudgedGoal> Goals()
    {
        if (BestPeer is { } peer)
        {
            yield return Judge(new Goal(OpsLog.Name, peer.Name, Bound.AtLeast(1)), OpsLog, peer) with { IsAgainstBestPeer = true };
        }

        foreach (Goal goal in Scenario.Goals(Records))
        {
            Measured? against = goal.Against is null ? null : Find(goal.Against);
            if (Find(goal.Side) is { } side && (goal.Against is null || against is not null))
            {
                yield return Judge(goal, side, against);
            }
        }
    }

    private Measured? Find(string name) => Sides.FirstOrDefault(side => side.Name == name);

    private JudgedGoal Judge(Goal goal, Measured side, Measured? against)
    {
        double[] values = against is null ? [.. side.Values] : Advantage(side, against);
        return new JudgedGoal(goal, against is null ? Scenario.Unit : "times", Statistics.Median(values), Statistics.Spread(values), goal.Bound.Judge(values));
    }
}
