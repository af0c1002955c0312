namespace OpsLog.Bench.Harness;

/// <summary>The goals of all scenarios, with a column for each size.</summary>
internal static class GoalTable
{
    public static string Of(IReadOnlyList<ScenarioResult> results)
    {
        int[] sizes = [.. results.Select(result => result.Records).Distinct().Order()];
        MarkdownTable table = new(["row", "goal", .. sizes.Select(size => $"{Format.Count(size)} records")]) { TextColumns = 2 + sizes.Length };
        foreach (IGrouping<string, ScenarioResult> scenario in results.GroupBy(result => result.Scenario.Title))
        {
            // The best peer can be another one for another size, so its name is in the cell.
            var goals = scenario.SelectMany(result => result.Goals().Select(goal => (result.Records, Goal: goal)))
                .GroupBy(goal => goal.Goal.IsAgainstBestPeer ? "ahead of the best peer" : Text(goal.Goal));
            foreach (var goal in goals)
            {
                table.Add([scenario.Key, goal.Key, .. sizes.Select(size => goal.Where(one => one.Records == size).Select(one => Cell(one.Goal)).FirstOrDefault() ?? "")]);
            }
        }

        return table.ToString();
    }

    private static string Cell(JudgedGoal judged)
    {
        string unit = judged.IsAgainstBestPeer ? $"times {judged.Goal.Against}" : judged.Unit;
        return $"**{Format.Verdict(judged.Verdict)}**: {Format.Number(judged.Median)} {unit}, spread {Format.Spread(judged.Spread)}";
    }

    private static string Text(JudgedGoal judged) => judged.Goal.Against is { } against
        ? $"{judged.Goal.Side} against {against}: {judged.Goal.Bound} times"
        : $"{judged.Goal.Side}: {judged.Goal.Bound} {judged.Unit}";
}
