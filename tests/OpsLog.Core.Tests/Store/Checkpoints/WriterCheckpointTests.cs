using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store.Writing;

namespace OpsLog.Core.Tests.Store.Checkpoints;

public class WriterCheckpointTests
{
    private readonly MemoryBackend _disk = new();

    [Fact]
    public void None_is_taken_where_nothing_was_written_after_the_last_one()
    {
        using WriterParts writer = new(_disk);
        writer.Write(("a", "{}"));
        Assert.True(writer.Checkpoint.TakeIfNew(writer.Turn).Taken);
        string version = ManifestFile.Read(_disk).Version;
        Assert.False(writer.Checkpoint.TakeIfNew(writer.Turn).Taken);
        Assert.Equal(version, ManifestFile.Read(_disk).Version);
    }

    [Fact]
    public void When_the_manifest_is_put_the_log_before_is_on_the_disk_and_what_it_will_name_is_there()
    {
        FaultyBackend observed = new(_disk.Share());
        using WriterParts writer = new(observed, new() { Durability = Durability.OperatingSystem });
        writer.Write(("a", "{}"));
        (string log, long end) = (writer.State.LogName, writer.State.End.Offset);
        MemoryBackend? moment = null;
        observed.Before = (call, name) => moment = call == StorageCall.Put && name == StoreLayout.Manifest ? _disk.Clone().Crash() : moment;
        writer.Checkpoint.TakeIfNew(writer.Turn);
        Assert.True(moment!.Find(log)!.Value.Length >= end);
        Manifest named = ManifestFile.Read(_disk).Manifest;
        Assert.Equal(0, moment.Find(named.ActiveOps)!.Value.Length);
        Assert.Equal(named.Seal!.Value.Length, moment.Find(named.CurrentSnapshot)!.Value.Length);
    }

    [Fact]
    public void It_folds_agents_in_and_says_up_to_where_it_covers_each_log_its_own_to_the_very_end()
    {
        using (OwnedState agent = new(_disk.Share(), new() { Agent = "a" }))
        {
            agent.Put("of-agent", "{}");
        }

        using WriterParts writer = new(_disk);
        (string first, string agentLog) = (writer.State.LogName, writer.State.Manifest.ActiveAgentOps["a"]);
        long read = _disk.Find(agentLog)!.Value.Length;
        Assert.Equal((true, 1, 1), Figures(writer.Checkpoint.TakeIfNew(writer.Turn)));
        Assert.Empty(writer.State.Manifest.ActiveAgentOps);
        IReadOnlyDictionary<string, long> retired = writer.Owned.Load().State.Header.Retired;
        Assert.Equal((_disk.Find(first)!.Value.Length, read), (retired[first], retired[agentLog]));

        // The agent's clock is kept on, so that its logs keep their place in the order.
        writer.Write(("a", "{}"));
        string second = writer.State.LogName;
        Assert.Equal((true, 2, 1), Figures(writer.Checkpoint.TakeIfNew(writer.Turn)));
        LoadedStore loaded = writer.Owned.Load();
        Assert.Equal(_disk.Find(second)!.Value.Length, loaded.State.Header.Retired[second]);
        Assert.Equal((2, 2, 0), (loaded.State.Header.Clock, loaded.State.Header.Horizon, loaded.State.Logs.Operations));
        Assert.Equal(["of-agent", "a"], loaded.State.Table.Freeze().Ids());
    }

    [Fact]
    public void Undo_ends_at_the_checkpoint_that_ends_it_and_at_no_later_one()
    {
        using WriterParts writer = new(_disk);
        writer.Write(("a", "{}"));
        writer.Checkpoint.TakeIfNew(writer.Turn);
        Assert.Null(writer.State.Manifest.UndoFloor);
        writer.Checkpoint.Take(writer.Turn, endsUndo: true);
        string floor = writer.State.LogName;
        Assert.Equal(floor, ManifestFile.Read(_disk).Manifest.UndoFloor);
        writer.Write(("a", "{}"));
        writer.Checkpoint.TakeIfNew(writer.Turn);
        Assert.NotEqual(floor, writer.State.LogName);
        Assert.Equal(floor, ManifestFile.Read(_disk).Manifest.UndoFloor);
    }

    [Fact]
    public void One_whose_snapshot_cannot_be_written_changes_nothing_and_the_next_one_covers_all()
    {
        FaultyBackend faulty = new(_disk.Share());
        using WriterParts writer = new(faulty);
        writer.Write(("a", "{}"));
        string version = ManifestFile.Read(_disk).Version;
        faulty.Fail(StorageCall.Write);
        Assert.Throws<StorageException>(() => writer.Checkpoint.TakeIfNew(writer.Turn));
        Assert.Equal(version, ManifestFile.Read(_disk).Version);
        writer.Write(("b", "{}"));
        Assert.Equal((true, 2, 2), Figures(writer.Checkpoint.TakeIfNew(writer.Turn)));
        Assert.Equal(["a", "b"], writer.Owned.Load().State.Table.Freeze().Ids());
    }

    private static (bool Taken, long Records, long Operations) Figures(CheckpointResult result) => (result.Taken, result.Records, result.Operations);
}
