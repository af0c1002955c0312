namespace OpsLog.Bench.Harness;

/// <summary>A goal, and what the rounds show.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Unit">The unit of the bound.</param>
/// <param name="Median">The median over the rounds.</param>
/// <param name="Spread">The distance between the quartiles, as a part of the median.</param>
/// <param name="Verdict">Whether it is reached.</param>
internal sealed record JudgedGoal(Goal Goal, string Unit, double Median, double Spread, Verdict Verdict)
{
    /// <summary>Whether this is the goal of every scenario, to be ahead of the best peer.</summary>
    public bool IsAgainstBestPeer { get; init; }
}
