using System.Globalization;

namespace OpsLog.Bench;

/// <summary>The options of the command line.</summary>
/// <param name="Sizes">The numbers of records, one pass for each.</param>
/// <param name="Rounds">How often each side is measured.</param>
/// <param name="Directory">Where the stores are made.</param>
/// <param name="Only">The keys of the scenarios; empty for all.</param>
/// <param name="Publish">Whether the report and the plots are also written to the documentation.</param>
internal sealed record BenchOptions(IReadOnlyList<int> Sizes, int Rounds, string Directory, IReadOnlyList<string> Only, bool Publish)
{
    public const string Usage = """
        usage: [--size 20000,200000] [--rounds 5] [--only sets,get] [--dir where the stores are made] [--publish]

          --size     the numbers of records; add 1000000 for a run that takes much longer
          --rounds   how often each side is measured; with fewer than 5 no goal can be decided
          --only     the rows to measure; --only list lists them
          --dir      the folder for the stores; by default the one for temporary files
          --publish  also writes the report to docs/performance.md, with the plots
        """;

    private const int SmallestSize = 1000;

    /// <summary>PowerShell makes an array of a list with commas, and text with blanks of the array.</summary>
    private static readonly char[] s_separators = [',', ' '];

    public static BenchOptions Default { get; } = new([20_000, 200_000], 5, Path.GetTempPath(), [], Publish: false);

    public bool Wants(string key) => Only.Count == 0 || Only.Contains(key);

    public static BenchOptions? TryParse(string[] args, out string fault)
    {
        fault = "";
        BenchOptions options = Default;
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--publish")
            {
                options = options with { Publish = true };
                continue;
            }

            string name = args[i];
            string value = ++i < args.Length ? args[i] : "";
            string[] values = value.Split(s_separators);
            int[] numbers = [.. values.Select(NumberOf)];
            BenchOptions? next = name switch
            {
                "--size" or "-n" or "--records" when numbers.All(number => number >= SmallestSize) => options with { Sizes = [.. numbers.Distinct().Order()] },
                "--rounds" when numbers is [> 0] => options with { Rounds = numbers[0] },
                "--dir" when value.Length > 0 => options with { Directory = value },
                "--only" when value.Length > 0 => options with { Only = values },
                _ => null,
            };
            if (next is null)
            {
                fault = $"'{name} {value}' is not understood.";
                return null;
            }

            options = next;
        }

        return options;
    }

    /// <summary>A number with or without separators, as in 20000 and 20_000; 0 if it is none.</summary>
    private static int NumberOf(string text) =>
        int.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
