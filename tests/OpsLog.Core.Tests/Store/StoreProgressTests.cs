using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

public class StoreProgressTests
{
    private const int Records = 60_000;

    private static readonly string s_value = $$"""{"text":"{{new string('x', 500)}}"}""";

    [Fact]
    public void A_log_that_is_read_reports_its_bytes_up_to_its_length()
    {
        MemoryBackend disk = new();
        string log = Fill(disk);
        List<StoreProgress> reports = [];
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true, Progress = new Collector(reports) });
        Check(reports, StoreWork.ReadLog, log, store.GetStatistics().LogBytes);
    }

    [Fact]
    public void A_refresh_reports_what_is_new_only()
    {
        MemoryBackend disk = new();
        using OpsLogStore writer = OpsLogStore.Open(disk.Share(), new() { WriteMode = WriteMode.Async });
        List<StoreProgress> reports = [];
        using OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true, Progress = new Collector(reports) });
        writer.Set("a", s_value);
        writer.Flush();
        reader.Refresh();
        reports.Clear();
        writer.Set("b", "{}");
        writer.Flush();
        reader.Refresh();
        StoreProgress report = Assert.Single(reports);
        Assert.Equal(0, report.Done);
        Assert.InRange(report.Total, 1, 400);
    }

    [Fact]
    public void A_checkpoint_reports_records_and_the_snapshot_it_writes_reports_bytes_when_it_is_read()
    {
        MemoryBackend disk = new();
        Fill(disk);
        List<StoreProgress> reports = [];
        OpsLogStoreOptions options = new() { Progress = new Collector(reports) };
        string snapshot;
        long bytes;
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), options))
        {
            reports.Clear();
            store.Compact();
            snapshot = store.GetStatistics().Snapshot;
            bytes = store.GetStatistics().SnapshotBytes;
        }

        Check(reports, StoreWork.WriteSnapshot, snapshot, Records);
        reports.Clear();
        using OpsLogStore again = OpsLogStore.Open(disk.Share(), options with { SnapshotIndexFrom = long.MaxValue });
        Check(reports, StoreWork.ReadSnapshot, snapshot, bytes);
    }

    [Fact]
    public void The_compaction_of_an_agent_reports_records()
    {
        MemoryBackend disk = new();
        Fill(disk);
        List<StoreProgress> reports = [];
        using OpsLogStore agent = OpsLogStore.Open(disk.Share(), new() { Agent = "a", Progress = new Collector(reports) });
        agent.Set("new", "{}");
        reports.Clear();
        agent.Compact();
        Check([.. reports.Where(report => report.Work == StoreWork.WriteSnapshot)], StoreWork.WriteSnapshot, agent.GetStatistics().Snapshot, Records + 1);
    }

    [Fact]
    public void A_migration_reports_records()
    {
        MemoryBackend disk = new();
        Fill(disk);
        List<StoreProgress> reports = [];
        using OpsLogStore store = OpsLogStore.Open(
            disk.Share(), new() { SchemaVersion = 2, Migration = (_, value, _) => value, Progress = new Collector(reports) });
        StoreProgress[] migrated = [.. reports.Where(report => report.Work == StoreWork.MigrateRecords)];
        Check(migrated, StoreWork.MigrateRecords, migrated[0].File, Records);
    }

    private static string Fill(MemoryBackend disk)
    {
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { WriteMode = WriteMode.Async, CheckpointThreshold = int.MaxValue, CheckpointOnClose = CheckpointOnClose.Never });
        for (int i = 0; i < Records; i++)
        {
            store.Set($"id{i}", s_value);
        }

        return store.GetStatistics().Log;
    }

    private static void Check(IReadOnlyList<StoreProgress> reports, StoreWork work, string file, long total)
    {
        Assert.NotEmpty(reports);
        Assert.All(reports, report => Assert.Equal((work, file, total), (report.Work, report.File, report.Total)));
        Assert.All(reports, report => Assert.InRange(report.Done, 0, total));
        Assert.Equal(reports.Select(report => report.Done).Distinct().Order(), reports.Select(report => report.Done));
        Assert.InRange(reports[^1].Done, total / 4, total);
    }

    private sealed class Collector(List<StoreProgress> reports) : IProgress<StoreProgress>
    {
        public void Report(StoreProgress value) => reports.Add(value);
    }
}
