using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Scenarios;

/// <summary>The whole state written as a new snapshot. OpsLog flushes it to the disk; the npm package does not.</summary>
internal sealed class Compaction : Scenario
{
    public override string Key => "compact";

    public override string Title => "Compaction";

    public override string Unit => "ms";

    public override bool MoreIsBetter => false;

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        OpsLogStore store = context.Own(OpsLogStore.Open(context.CopyOfSnapshotStore(), BenchContext.Quiet()));
        yield return Side.OpsLog("OpsLog, flushed", () =>
        {
            store.Set("task-0", Workload.Values[1]);
            return Seconds(() => store.Compact()) * 1000;
        });
        if (context.Npm is { } npm)
        {
            WorkerProcess node = context.Own(npm.Begin("compact", context.CopyOfSnapshotStore(), 0));
            yield return Side.Peer($"{NpmPackage.Name}, not flushed", () => node.Measure()["seconds"] * 1000);
        }

        byte[] snapshot = File.ReadAllBytes(context.SnapshotFile());
        yield return Side.Limit("raw write of the same bytes, flushed", () => Raw(context, snapshot, flush: true));
        yield return Side.Limit("raw write of the same bytes", () => Raw(context, snapshot, flush: false));
    }

    public override IEnumerable<Goal> Goals(int records) =>
    [
        new("OpsLog, flushed", "limit: raw write of the same bytes", Bound.AtLeast(0.2)),
        new("OpsLog, flushed", $"{NpmPackage.Name}, not flushed", Bound.AtLeast(20)),
    ];

    private static double Raw(BenchContext context, byte[] bytes, bool flush)
    {
        const int Piece = 1024 * 1024;
        string path = context.NewPath();
        double seconds = Seconds(() =>
        {
            using RawFile file = new(path);
            for (int offset = 0; offset < bytes.Length; offset += Piece)
            {
                file.Write(bytes.AsSpan(offset, Math.Min(Piece, bytes.Length - offset)));
            }

            if (flush)
            {
                file.Flush();
            }
        });
        File.Delete(path);
        return seconds * 1000;
    }
}
