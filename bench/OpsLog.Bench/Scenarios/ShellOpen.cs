using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>A whole process of PowerShell that opens all records and takes one of them.</summary>
internal sealed class ShellOpen : ShellScenario
{
    private const string Expected = "Renew certificate 7";

    public override string Key => "shell-open";

    public override string Title => "Shell: a whole process that takes one record";

    public override string Unit => "ms";

    public override string Note => "The start of PowerShell and the import of the module or library are included.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        ShellProgram shell = context.Competition.Shell!;
        string store = context.SnapshotStore();
        string json = context.NewPath() + ".json";
        WriteJson(json, context.Records);
        yield return Side.OpsLog("OpsLog", () => Milliseconds(shell, "OpsLog", store, ShellProgram.Module));
        yield return Side.Peer("ConvertFrom-Json of a file", () => Milliseconds(shell, "Json", json));
        foreach (string product in context.Competition.Readers.Select(engine => engine.Product).Where(product => product is "SQLite" or "LiteDB"))
        {
            string path = context.Filled(product);
            yield return Side.Peer(product, () => Milliseconds(shell, product, path, AppContext.BaseDirectory));
        }

        yield return Side.Limit("a process that does nothing", () => Milliseconds(shell, "Nothing"));
    }

    private static double Milliseconds(ShellProgram shell, string what, string path = "", string library = "")
    {
        (double seconds, string output) = shell.Run(what, path, library);
        return output == Expected ? seconds * 1000 : throw new InvalidOperationException($"The shell wrote '{output}' for {what} instead of '{Expected}'.");
    }

    /// <summary>One object with the records by id, as a script would write it.</summary>
    private static void WriteJson(string path, int records)
    {
        using StreamWriter file = new(path);
        file.Write('{');
        for (int i = 0; i < records; i++)
        {
            file.Write($"{(i == 0 ? "" : ",")}\"{Workload.Id(i)}\":{System.Text.Encoding.UTF8.GetString(Workload.Values[i % Workload.Distinct])}");
        }

        file.Write('}');
    }
}
