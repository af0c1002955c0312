using OpsLog.Bench;
using OpsLog.Bench.Children;
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
    new OpenSnapshot(), new OpenedMemory(), new ImmediateSets(), new Updates(), new DurableSets(), new BulkSets(),
    new Compaction(), new RandomGets(), new Replay(), new AppendBesideCompaction(), new RefreshOne(),
];

using BenchContext context = new(options);
Report report = new(options, context);
foreach (Scenario scenario in scenarios.Where(s => options.Wants(s.Key)))
{
    report.Add(scenario, Runner.Run(scenario, context));
}

report.Save();
return 0;
