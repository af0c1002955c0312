using System.Text;
using OpsLog.Bench.Harness;

namespace OpsLog.Bench.Curves;

/// <summary>The curves as a table and as a file for a program.</summary>
internal static class CurveTable
{
    public static string Of(IReadOnlyList<Curve> curves)
    {
        MarkdownTable table = new(["microseconds", .. curves[0].Points.Select(point => Format.Count(point.Records)), "largest / smallest", "spread of that"]);
        foreach (Curve curve in curves)
        {
            double[] growth = curve.Growth();
            table.Add([
                curve.Name,
                .. curve.Points.Select(point => Format.Number(Statistics.Median(point.Values))),
                Format.Number(Statistics.Median(growth)),
                Format.Spread(Statistics.Spread(growth)),
            ]);
        }

        return table.ToString();
    }

    public static string Csv(IEnumerable<Curve> curves)
    {
        StringBuilder text = new("operation,records,median_us,spread,rounds\n");
        foreach (Curve curve in curves)
        {
            foreach ((int records, IReadOnlyList<double> values) in curve.Points)
            {
                text.AppendJoin(
                    ',',
                    $"\"{curve.Name}\"", Format.Raw(records), Format.Raw(Statistics.Median(values)),
                    Format.Raw(Statistics.Spread([.. values])), string.Join(' ', values.Select(Format.Raw))).Append('\n');
            }
        }

        return text.ToString();
    }
}
