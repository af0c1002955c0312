namespace OpsLog.Bench.Harness;

/// <summary>The part of docs/performance.md that a run writes.</summary>
internal static class PerformancePage
{
    private const string Begin = "<!-- measured: begin -->";
    private const string End = "<!-- measured: end -->";

    private static readonly string s_path = Path.Combine(Repository.Root, "docs", "performance.md");

    /// <summary>The name of the plots in docs.</summary>
    public const string Plots = "performance";

    /// <summary>Replaces the part between the two comments.</summary>
    public static void Write(string summary)
    {
        string page = File.ReadAllText(s_path);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{s_path} has no part between '{Begin}' and '{End}'.");
        }

        File.WriteAllText(s_path, $"{page[..begin]}{Begin}\n\n{summary}\n{page[end..]}");
    }

    /// <summary>The Markdown that shows the plots that exist.</summary>
    public static string Images() => string.Concat(new[] { ("rows", "OpsLog against the others"), ("size", "Cost against size") }
        .Where(plot => File.Exists(Path.Combine(Path.GetDirectoryName(s_path)!, $"{Plots}-{plot.Item1}.svg")))
        .Select(plot => $"\n![{plot.Item2}]({Plots}-{plot.Item1}.svg)\n"));
}
