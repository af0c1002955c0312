using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Writing;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store.Checkpoints;

public class RetentionTests
{
    private readonly MemoryBackend _disk = new();
    private readonly WarningList _warnings = new([]);

    [Fact]
    public void The_snapshot_just_superseded_stays_and_those_before_it_go()
    {
        (string before, Manifest manifest) = Checkpoints(3, HistoryRetention.Everything);
        string foreign = "snapshots/readme.txt";
        _disk.Put(foreign, "x"u8, PutCondition.IfAbsent);
        new Retention(_disk, HistoryRetention.Everything, _warnings).Prune(manifest, before, _ => { });
        Assert.Equal(
            new[] { before, manifest.CurrentSnapshot, foreign }.Order(StringComparer.Ordinal),
            _disk.List(StoreLayout.SnapshotFolder).Select(stored => stored.Name));
        Assert.Equal(4, _disk.List(StoreLayout.LogFolder).Count);
    }

    [Fact]
    public void The_newest_superseded_logs_are_kept_and_never_the_active_one_deleted()
    {
        (string before, Manifest manifest) = Checkpoints(3, HistoryRetention.Everything);
        string[] logs = [.. _disk.List(StoreLayout.LogFolder).Select(stored => stored.Name)];
        new Retention(_disk, new HistoryRetention(MaximumLogs: 1), _warnings).Prune(manifest, before, _ => { });
        Assert.Equal(logs[^2..], _disk.List(StoreLayout.LogFolder).Select(stored => stored.Name));
        new Retention(_disk, new HistoryRetention(MaximumLogs: 0), _warnings).Prune(manifest, before, _ => { });
        Assert.Equal([manifest.ActiveOps], _disk.List(StoreLayout.LogFolder).Select(stored => stored.Name));
    }

    [Fact]
    public void Index_files_go_with_their_owners_and_those_left_over_go_too()
    {
        (string before, Manifest manifest) = Checkpoints(3, HistoryRetention.Everything);
        string old = "snapshots/snap-1.jsonl";
        _disk.Put(old, "x"u8, PutCondition.IfAbsent);
        string[] logs = [.. _disk.List(StoreLayout.LogFolder).Select(stored => stored.Name)];
        foreach (string owner in logs.Concat([old, before, manifest.CurrentSnapshot, "ops/ops-1.jsonl", "ops/agent-a-1.jsonl", "snapshots/snap-2.jsonl"]))
        {
            _disk.Put(StoreLayout.Index(owner), "x"u8, PutCondition.IfAbsent);
        }

        _disk.Put("ops/mine.idx", "x"u8, PutCondition.IfAbsent);
        new Retention(_disk, new HistoryRetention(MaximumLogs: 1), _warnings).Prune(manifest, before, _ => { });
        Assert.Empty(_warnings.ToList());
        Assert.Equal(
            logs[^2..].SelectMany(log => new[] { log, StoreLayout.Index(log) }).Append("ops/mine.idx").Order(StringComparer.Ordinal),
            _disk.List(StoreLayout.LogFolder).Select(stored => stored.Name));
        Assert.Equal(
            new[] { before, manifest.CurrentSnapshot }.SelectMany(name => new[] { name, StoreLayout.Index(name) }).Order(StringComparer.Ordinal),
            _disk.List(StoreLayout.SnapshotFolder).Select(stored => stored.Name));
    }

    [Fact]
    public void A_log_whose_index_can_not_be_deleted_stays_until_the_next_checkpoint()
    {
        (string before, Manifest manifest) = Checkpoints(2, HistoryRetention.Everything);
        string[] logs = [.. _disk.List(StoreLayout.LogFolder).Select(stored => stored.Name)];
        _disk.Put(StoreLayout.Index(logs[0]), "x"u8, PutCondition.IfAbsent);
        FaultyBackend faulty = new(_disk);
        faulty.Fail(StorageCall.Delete);
        new Retention(faulty, new HistoryRetention(MaximumLogs: 0), _warnings).Prune(manifest, before, _ => { });
        StoreWarning warning = Assert.Single(_warnings.ToList());
        Assert.Equal((StoreWarningKind.DeletionPutOff, logs[0]), (warning.Kind, warning.Path));
        Assert.Equal(new[] { logs[0], StoreLayout.Index(logs[0]), logs[^1] }, _disk.List(StoreLayout.LogFolder).Select(stored => stored.Name));
        new Retention(_disk, new HistoryRetention(MaximumLogs: 0), _warnings).Prune(manifest, before, _ => { });
        Assert.Equal(logs[^1..], _disk.List(StoreLayout.LogFolder).Select(stored => stored.Name));
    }

    [Fact]
    public void A_store_that_keeps_no_logs_keeps_no_index_files()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share(), new() { HistoryRetention = new(MaximumLogs: 0) });
        store.Set("a", $$"""{"text":"{{new string('x', 100_000)}}"}""");
        Assert.True(store.Compact().Taken);
        Assert.DoesNotContain(_disk.List(StoreLayout.LogFolder), stored => StoreLayout.ParseIndex(stored.Name) is not null);
    }

    [Fact]
    public void A_folder_that_cannot_be_listed_is_a_warning()
    {
        (string before, Manifest manifest) = Checkpoints(1, HistoryRetention.Everything);
        FaultyBackend faulty = new(_disk);
        faulty.Fail(StorageCall.List);
        new Retention(faulty, HistoryRetention.Everything, _warnings).Prune(manifest, before, _ => { });
        Assert.Equal(StoreWarningKind.DeletionPutOff, Assert.Single(_warnings.ToList()).Kind);
    }

    private (string Before, Manifest Manifest) Checkpoints(int count, HistoryRetention retention)
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share(), new() { HistoryRetention = retention, CheckpointOnClose = CheckpointOnClose.Never });
        string before = "";
        for (int n = 0; n < count; n++)
        {
            before = store.GetStatistics().Snapshot;
            store.Set("a", "{}");
            Assert.True(store.Compact().Taken);
        }

        return (before, Core.Store.Files.ManifestFile.Read(_disk).Manifest);
    }
}
