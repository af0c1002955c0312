using System.Globalization;
using OpsLog.Core.Tests.Fuzz.Targets;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Which targets there are, and how many inputs each is given.</summary>
internal static class FuzzPlan
{
    public const int DefaultCount = 1_050_000;
    private const int LongCount = 20_000_000;

    public static IReadOnlyList<FuzzTarget> Targets { get; } =
    [
        new JsonWalkerTarget(), new JsonTextTarget(), new RecordJsonTarget(), new RecordDeltaTarget(), new RecordMergeTarget(), new JsonEqualityTarget(), new PatchKeysTarget(),
        new OperationTarget(), new CompactObjectTarget(), new OwnLineTarget(), new ManifestTarget(), new LockHolderTarget(), new SnapshotTarget(ofDocuments: false), new SnapshotTarget(ofDocuments: true),
        new DocumentTarget(), new SegmentTarget(), new LogScanTarget(), new ExaminedLogTarget(), new LogStepTarget(), new ReplayTarget(), new StampedReplayTarget(), new HistoryTarget(), new WriterTarget(), new AgentsTarget(),
    ];

    /// <summary>How many inputs in all: OPSLOG_FUZZ_COUNT, else a million, or with OPSLOG_LONG=1 twenty.</summary>
    public static long Count { get; } =
        long.TryParse(Environment.GetEnvironmentVariable("OPSLOG_FUZZ_COUNT"), CultureInfo.InvariantCulture, out long count) ? count
        : Environment.GetEnvironmentVariable("OPSLOG_LONG") == "1" ? LongCount
        : DefaultCount;

    public static long CountFor(FuzzTarget target) => Math.Max(1, Count * target.Share / Targets.Sum(one => one.Share));
}
