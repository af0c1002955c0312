using System.Diagnostics;
using System.Globalization;
using OpsLog.Bench.Engines;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Children;

/// <summary>This program as a separate process, for measurements in a process that has done nothing before.</summary>
internal static class Child
{
    private const string Mark = "--child";

    private static readonly Dictionary<string, Func<string, string, Figures>> s_verbs = new()
    {
        [nameof(OpenTable)] = OpenTable.Measure,
        [nameof(Children.WriteMuch)] = (records, path) => Children.WriteMuch.Measure(int.Parse(records, CultureInfo.InvariantCulture), path),
        [nameof(WriteAndDie)] = WriteAndDie.Measure,
        [nameof(CountNewlines)] = (_, path) => CountNewlines.Measure(path),
    };

    /// <summary>Runs the work of a child if the arguments request it.</summary>
    public static bool Run(string[] args)
    {
        if (args is not [Mark, var verb, var subject, var path])
        {
            return false;
        }

        Console.WriteLine(s_verbs[verb](subject, path));
        return true;
    }

    /// <summary>Opens a store of OpsLog in a child.</summary>
    public static Figures OpenStore(string path) => Measure(nameof(OpenTable), EngineList.OpsLog.Product, path);

    /// <summary>Writes all records of a size to a new store in a child.</summary>
    public static Figures WriteMuch(BenchContext context) =>
        Measure(nameof(Children.WriteMuch), context.Records.ToString(CultureInfo.InvariantCulture), context.NewPath());

    /// <summary>Starts a child and returns what it measured.</summary>
    public static Figures Measure(string verb, string subject, string path)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] self = isHost ? [typeof(Child).Assembly.Location] : [];
        using Process child = Process.Start(new ProcessStartInfo(program, [.. self, Mark, verb, subject, path]) { RedirectStandardOutput = true })!;
        string line = child.StandardOutput.ReadLine() ?? "";
        child.WaitForExit();
        return Figures.Parse(line);
    }
}
