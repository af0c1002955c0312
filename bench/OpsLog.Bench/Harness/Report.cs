using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpsLog.Bench.Curves;

namespace OpsLog.Bench.Harness;

/// <summary>The figures on the console while they are made, and as Markdown, CSV and plots under bench/results.</summary>
internal sealed class Report(BenchOptions options, Competition competition)
{
    private readonly List<(string Name, string Value)> _machine = [.. Machine.Describe(competition, options.Directory)];
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<ScenarioResult> _results = [];
    private readonly List<Curve> _curves = [];

    public void Add(ScenarioResult result)
    {
        _results.Add(result);
        Console.WriteLine(Section(result));
    }

    public void Add(IEnumerable<Curve> curves) => _curves.AddRange(curves);

    /// <summary>Ends the report and writes the files.</summary>
    public void Save()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "bench", "results")).FullName;
        string path = Path.Combine(folder, "latest");
        Write(path);
        Plots.Write(folder, "latest", _results, _curves);
        if (options.Publish)
        {
            Write(Path.Combine(folder, DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
            Plots.Write(Path.Combine(Repository.Root, "docs"), PerformancePage.Plots, _results, _curves);
            PerformancePage.Write(Summary() + PerformancePage.Images());
        }

        Console.WriteLine(Summary());
        Console.Error.WriteLine($"Written to {path}.md, .csv and .svg");
    }

    /// <summary>What was measured where, and the goals: the part for the documentation.</summary>
    public string Summary()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}, medians of {options.Rounds} rounds, the sides in turns. A ratio is the median of each round's own. ")
            .Append("A spread is the distance between the quartiles, as a part of the median. A goal is decided only if the interval that contains the median with a confidence of ")
            .Append(CultureInfo.InvariantCulture, $"{Statistics.Confidence:P0} is on one side of it; that takes at least 5 rounds.\n\n");
        MarkdownTable machine = new("on", "") { TextColumns = 2 };
        _machine.ForEach(line => machine.Add(line.Name, line.Value));
        machine.Add("Time", string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(_start).TotalMinutes:F1} minutes"));
        text.Append(machine);
        string[] leftOut = [.. competition.LeftOut, .. _results.SelectMany(result => result.LeftOut).Distinct()];
        if (leftOut.Length > 0)
        {
            text.Append("\nLeft out:\n\n").AppendJoin("", leftOut.Select(reason => $"* {reason}\n"));
        }

        if (_results.Any(result => result.Goals().Any()))
        {
            text.Append("\n### Goals\n\n").Append(GoalTable.Of(_results));
        }

        if (_curves.Count > 0)
        {
            text.Append("\n### Cost against size\n\n").Append(CurveTable.Of(_curves));
        }

        return text.ToString();
    }

    private static string Section(ScenarioResult result)
    {
        StringBuilder text = new($"## {result.Scenario.Title}, {Format.Count(result.Records)} records\n\n");
        if (result.Scenario.Note.Length > 0)
        {
            text.Append(result.Scenario.Note).Append("\n\n");
        }

        MarkdownTable table = new("side", result.Scenario.Unit, "spread", "least - most", "OpsLog is better by", "spread of that");
        foreach (Measured side in result.Sides)
        {
            double[] advantage = result.Advantage(result.OpsLog, side);
            bool isFirst = side == result.OpsLog;
            table.Add(
                side.Name,
                Format.Number(side.Median),
                Format.Spread(side.Spread),
                $"{Format.Number(side.Values.Min())} - {Format.Number(side.Values.Max())}",
                isFirst ? "" : Format.Times(Statistics.Median(advantage)),
                isFirst ? "" : Format.Spread(Statistics.Spread(advantage)));
        }

        return text.Append(table).ToString();
    }

    private void Write(string path)
    {
        StringBuilder text = new("# Benchmark\n\n");
        text.Append(Summary()).Append('\n').AppendJoin('\n', _results.Select(Section));
        File.WriteAllText(path + ".md", text.ToString());
        File.WriteAllText(path + ".csv", CsvReport.Of(_results));
        if (_curves.Count > 0)
        {
            File.WriteAllText(path + "-size.csv", CurveTable.Csv(_curves));
        }
    }
}
