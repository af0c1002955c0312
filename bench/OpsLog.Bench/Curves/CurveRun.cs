using System.Diagnostics;
using OpsLog.Bench.Harness;

namespace OpsLog.Bench.Curves;

/// <summary>Measures operations in stores of several sizes, all sizes in turns.</summary>
internal static class CurveRun
{
    public const string Key = "size";

    private static readonly int[] s_sizes = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

    private static readonly (string Name, Func<SizedStore, double> Measure)[] s_operations =
    [
        ("set", store => store.Set()),
        ("undo", store => store.Undo()),
        ("get", store => store.Get()),
        ("filter without an index, a record", store => store.FilterPerRecord()),
        ("filter by an index, a match", store => store.IndexedPerMatch()),
        ("refresh of one operation", store => store.Refresh()),
        ("history of one record", store => store.HistoryOfOne()),
        ("checkpoint, an operation", store => store.Checkpoint()),
    ];

    public static IReadOnlyList<Curve> Run(BenchOptions options)
    {
        Console.Error.WriteLine("Cost against size ...");
        long start = Stopwatch.GetTimestamp();
        string root = Directory.CreateDirectory(Path.Combine(options.Directory, $"opslog-bench-{Environment.ProcessId}-size")).FullName;
        int largest = options.Sizes.Max();
        SizedStore[] stores = [.. s_sizes.Where(size => size <= largest).Select(size => new SizedStore(Path.Combine(root, Format.Raw(size)), size))];
        try
        {
            List<double>[][] values = [.. s_operations.Select(_ => stores.Select(_ => new List<double>()).ToArray())];
            Round(stores, 0, (_, _, _) => { }); // To compile everything.
            for (int round = 0; round < options.Rounds; round++)
            {
                Round(stores, round, (operation, store, value) => values[operation][store].Add(value));
            }

            Console.Error.WriteLine($"  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
            return [.. s_operations.Select((operation, o) => new Curve(operation.Name, [.. stores.Select((store, s) => (store.Records, (IReadOnlyList<double>)values[o][s]))]))];
        }
        finally
        {
            Array.ForEach(stores, store => store.Dispose());
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Round(SizedStore[] stores, int first, Action<int, int, double> take)
    {
        for (int i = 0; i < stores.Length; i++)
        {
            int store = (first + i) % stores.Length;
            GC.Collect();
            for (int operation = 0; operation < s_operations.Length; operation++)
            {
                take(operation, store, s_operations[operation].Measure(stores[store]));
            }
        }
    }
}
