using System.Text;

namespace OpsLog.Bench.Harness;

/// <summary>All figures for a program: a line for each side, with the values of all its rounds in the last column.</summary>
internal static class CsvReport
{
    public static string Of(IEnumerable<ScenarioResult> results)
    {
        StringBuilder text = new("records,scenario,side,kind,unit,median,spread,least,most,opslog_is_better_by,spread_of_that,rounds\n");
        foreach (ScenarioResult result in results)
        {
            foreach (Measured side in result.Sides)
            {
                double[] advantage = result.Advantage(result.OpsLog, side);
                Row(
                    text,
                    Format.Raw(result.Records), result.Scenario.Key, side.Name, side.Kind.ToString(), result.Scenario.Unit,
                    Format.Raw(side.Median), Format.Raw(side.Spread), Format.Raw(side.Values.Min()), Format.Raw(side.Values.Max()),
                    Format.Raw(Statistics.Median(advantage)), Format.Raw(Statistics.Spread(advantage)),
                    string.Join(' ', side.Values.Select(Format.Raw)));
            }
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, params string[] cells) =>
        text.AppendJoin(',', cells.Select(cell => cell.Contains(',') ? $"\"{cell}\"" : cell)).Append('\n');
}
