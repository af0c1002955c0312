using System.Globalization;

namespace OpsLog.Bench;

/// <summary>The options of the command line.</summary>
internal sealed record BenchOptions(int Records, int Rounds, string Directory, IReadOnlyList<string> Only)
{
    public const string Usage = """
        usage: [-n 20000|200000|1000000] [--rounds 5] [--dir where the stores are made] [--only open,memory,sets,updates,durable,bulk,compact,get,replay]
        """;

    /// <summary>The number of sets in a round of bulk writing; sufficient to show the rate for a store of any size.</summary>
    public int BulkRecords => Math.Min(Records, 200_000);

    /// <summary>
    /// Whether the store is large enough for the required time of an opening; for a smaller store the start of the
    /// process dominates.
    /// </summary>
    public bool IsLarge => Records >= 1_000_000;

    public bool Wants(string key) => Only.Count == 0 || Only.Contains(key);

    public static BenchOptions? TryParse(string[] args, out string fault)
    {
        fault = "";
        BenchOptions options = new(20_000, 5, Path.GetTempPath(), []);
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0;
            BenchOptions? next = args[i] switch
            {
                "-n" or "--records" when isNumber && number >= 1000 => options with { Records = number },
                "--rounds" when isNumber => options with { Rounds = number },
                "--dir" when value.Length > 0 => options with { Directory = value },
                "--only" when value.Length > 0 => options with { Only = value.Split(',') },
                _ => null,
            };
            if (next is null)
            {
                fault = $"'{args[i]} {value}' is not understood.";
                return null;
            }

            options = next;
        }

        return options;
    }
}
