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
        new Retention(_disk, HistoryRetention.Everything, _warnings).Prune(manifest, before);
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
        new Retention(_disk, new HistoryRetention(MaximumLogs: 1), _warnings).Prune(manifest, before);
        Assert.Equal(logs[^2..], _disk.List(StoreLayout.LogFolder).Select(stored => stored.Name));
        new Retention(_disk, new HistoryRetention(MaximumLogs: 0), _warnings).Prune(manifest, before);
        Assert.Equal([manifest.ActiveOps], _disk.List(StoreLayout.LogFolder).Select(stored => stored.Name));
    }

    [Fact]
    public void A_folder_that_cannot_be_listed_is_a_warning()
    {
        (string before, Manifest manifest) = Checkpoints(1, HistoryRetention.Everything);
        FaultyBackend faulty = new(_disk);
        faulty.Fail(StorageCall.List);
        new Retention(faulty, HistoryRetention.Everything, _warnings).Prune(manifest, before);
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
