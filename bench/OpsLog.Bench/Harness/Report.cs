using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OpsLog.Bench.Harness;

/// <summary>The figures as a table on the console, and as Markdown and CSV under bench/results.</summary>
internal sealed class Report
{
    private readonly BenchOptions _options;
    private readonly StringBuilder _markdown = new();
    private readonly StringBuilder _csv = new("scenario,side,unit,median,least,most,opslog_is_better_by,goal,reached\n");
    private readonly List<string> _goals = [];

    public Report(BenchOptions options, BenchContext context)
    {
        _options = options;
        string memory = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):F0} GB";
        Line($"# {options.Records.ToString("N0", CultureInfo.InvariantCulture)} records, {DateTime.UtcNow:yyyy-MM-dd}");
        Line("");
        Line($"Medians of {options.Rounds} rounds, the sides in turns; the ratio is the median of each round's own.");
        Line("Times drift with what else the machine does; the ratios are what counts.");
        Line("");
        Line($"Machine: {Environment.ProcessorCount} processors ({RuntimeInformation.ProcessArchitecture}), {memory} of memory, {OperatingSystemKind()}, {RuntimeInformation.FrameworkDescription}{(context.Npm is { } npm ? $", Node {npm.NodeVersion}" : "")}.");
        if (context.LeftOut.Length > 0)
        {
            Line("");
            Line($"Left out: {context.LeftOut}");
        }
    }

    public void Add(Scenario scenario, IReadOnlyList<Measured> sides)
    {
        Line("");
        Line($"## {scenario.Title}");
        Line("");
        int width = sides.Max(side => side.Side.Name.Length);
        Line($"| {"side".PadRight(width)} | {scenario.Unit,12} | {"least - most",23} | OpsLog is better by |");
        Line($"| {new string('-', width)} | {new string('-', 11)}: | {new string('-', 22)}: | {new string('-', 18)}: |");
        foreach (Measured side in sides)
        {
            string ratio = ReferenceEquals(side, sides[0]) ? "" : $"{Number(side.Ratio)} times";
            Line($"| {side.Side.Name.PadRight(width)} | {Number(side.Median),12} | {$"{Number(side.Values.Min())} - {Number(side.Values.Max())}",23} | {ratio,19} |");
            string goal = GoalOf(scenario, side);
            if (side.Reached is { } reached)
            {
                _goals.Add($"* {scenario.Title}: {goal}: **{(reached ? "reached" : "missed")}**");
            }

            Row(scenario.Key, side.Side.Name, scenario.Unit, Raw(side.Median), Raw(side.Values.Min()), Raw(side.Values.Max()), Raw(side.Ratio), goal, side.Reached?.ToString() ?? "");
        }
    }

    /// <summary>Ends the report and writes the files.</summary>
    public void Save()
    {
        if (_goals.Count > 0)
        {
            Line("");
            Line("## What is asked for");
            Line("");
            _goals.ForEach(Line);
        }

        string folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "bench", "results")).FullName;
        string name = Path.Combine(folder, $"latest-{_options.Records}");
        File.WriteAllText(name + ".md", _markdown.ToString());
        File.WriteAllText(name + ".csv", _csv.ToString());
        Console.Error.WriteLine($"Written to {name}.md and .csv");
    }

    private static string GoalOf(Scenario scenario, Measured side) =>
        side.Side.Goal is { } goal ? $"at least {Number(goal)} times better than {side.Side.Name}, and it is {Number(side.Ratio)} times"
        : side.Side.Limit is { } limit ? $"at most {Number(limit)} {scenario.Unit}, and it is {Number(side.Median)}"
        : "";

    private static string OperatingSystemKind() =>
        OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "another system";

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "N0" : Math.Abs(value) >= 10 ? "N1" : "N2", CultureInfo.InvariantCulture);

    private static string Raw(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private void Line(string text)
    {
        Console.WriteLine(text);
        _markdown.Append(text).Append('\n');
    }

    private void Row(params string[] cells) =>
        _csv.AppendJoin(',', cells.Select(cell => cell.Contains(',') ? $"\"{cell}\"" : cell)).Append('\n');
}
