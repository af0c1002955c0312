using OpsLog.Bench;
using OpsLog.Bench.Children;
using OpsLog.Bench.Curves;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Scenarios;

if (Child.Run(args))
{
    return 0;
}

if (BenchOptions.TryParse(args, out string fault) is not { } options)
{
    Console.Error.WriteLine(fault);
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

Scenario[] scenarios =
[
    new OpenSnapshot(), new OpenedMemory(), new WrittenMemory(), Collections.Pauses, Collections.Number, new RandomGets(), new FilteredRecords(), IndexedRecords.Counted, IndexedRecords.Found,
    new ImmediateSets(), new Updates(), new DurableSets(), new SharedFlushes(), new BulkSets(), new DurableBulkSets(),
    new Replay(), new Compaction(), new AppendBesideCompaction(), new RefreshOne(),
    new ShellSets(), new ShellCalls(), new ShellGets(), new ShellFilters(), new ShellHistory(), new ShellOpen(), new ShellImport(),
];

string[] keys = [.. scenarios.Select(scenario => scenario.Key), CurveRun.Key];
if (options.Only is ["list"] || options.Only.Except(keys).FirstOrDefault() is { } unknown && Refuse(unknown))
{
    Console.WriteLine(string.Join(Environment.NewLine, keys));
    return options.Only is ["list"] ? 0 : 2;
}

string probes = Directory.CreateTempSubdirectory("opslog-bench-").FullName;
Competition competition = new(probes);
Directory.Delete(probes, recursive: true);
Report report = new(options, competition);
int failed = 0;
foreach (int records in options.Sizes)
{
    using BenchContext context = new(options, competition, records);
    foreach (Scenario scenario in scenarios.Where(scenario => Runs(scenario, records)))
    {
        // A row that fails must not cost the others.
        try
        {
            report.Add(Runner.Run(scenario, context));
        }
        catch (Exception cause)
        {
            failed++;
            Console.Error.WriteLine(cause);
            competition.LeftOut.Add($"{scenario.Title}, {Format.Count(records)} records, because it failed: {cause.Message.ReplaceLineEndings(" ").TrimEnd('.')}.");
        }
    }
}

if (options.Wants(CurveRun.Key))
{
    report.Add(CurveRun.Run(options));
}

report.Save();
return failed == 0 ? 0 : 1;

bool Runs(Scenario scenario, int records) =>
    options.Wants(scenario.Key) && scenario.CanRun(competition) && (scenario.DependsOnSize || records == options.Sizes[0]);

static bool Refuse(string key)
{
    Console.Error.WriteLine($"There is no row '{key}'. The rows are:");
    return true;
}
