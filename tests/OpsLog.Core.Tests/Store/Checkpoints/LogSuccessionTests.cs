using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store.Agents;
using OpsLog.Core.Tests.Store.Writing;

namespace OpsLog.Core.Tests.Store.Checkpoints;

public class LogSuccessionTests
{
    private static readonly OpsLogStoreOptions s_unflushed = new() { Durability = Durability.OperatingSystem };

    private readonly MemoryBackend _disk = new();

    [Fact]
    public void What_was_read_of_others_is_on_the_disk_before_a_snapshot_holds_it()
    {
        using OwnedState b = new(_disk.Share(), s_unflushed with { Agent = "b" });
        using AgentParts a = new(_disk.Share());
        b.Put("x", "{}");
        Assert.True(a.State.TryReadNew(a.Turn, a.State.LogName, null));
        a.Succession.FlushOthers(a.Turn);
        Assert.Equal(b.State.End.Offset, _disk.Crash().Find(b.State.LogName)!.Value.Length);
    }

    [Fact]
    public void The_logs_of_those_that_are_gone_take_no_more_and_those_of_live_agents_do()
    {
        using OwnedState gone = new(_disk.Share(), new() { Agent = "gone" });
        using OwnedState live = new(_disk.Share(), new() { Agent = "live" });
        using AgentParts a = new(_disk.Share(), options: s_unflushed);
        a.Write(("by-a", "{}"));
        a.Succession.Fence(a.Turn, agent => agent == "gone");
        live.Put("by-live", "{}");
        LogPosition late = gone.Set("late", "{}");
        Assert.Throws<LogWriteException>(() => late.Log.Commit(late.Offset));
        Assert.Equal("\n", Text(gone.State.LogName));

        // Its own log has ended as well, and that is on the disk.
        string log = a.State.LogName;
        _disk.Crash();
        Assert.EndsWith("}\n\n", Text(log), StringComparison.Ordinal);
    }

    [Fact]
    public void A_torn_end_that_a_dead_process_left_stays_as_it_is()
    {
        string log = Registered("dead", "{\"ts\":\"2026");
        using AgentParts a = new(_disk.Share());
        a.Succession.Fence(a.Turn, _ => true);
        Assert.Equal("{\"ts\":\"2026", Text(log));
    }

    [Fact]
    public void A_log_ends_where_it_was_written_to_and_another_one_where_it_was_read_to()
    {
        using OwnedState b = new(_disk.Share(), new() { Agent = "b" });
        b.Put("x", "{}");
        using AgentParts a = new(_disk.Share());
        long read = b.State.End.Offset;
        b.Put("y", "{}");
        a.Write(("z", "{}"));
        Dictionary<string, long> ends = a.Succession.Ends(a.Turn, _ => true);
        Assert.Equal((a.State.End.Offset, read), (ends[a.State.LogName], ends[b.State.LogName]));
        Assert.Equal([b.State.LogName], a.Succession.Ends(a.Turn, log => log == b.State.LogName).Keys);
    }

    [Fact]
    public void Behind_a_snapshot_it_counts_from_nothing_in_the_new_log_and_knows_the_one_before()
    {
        using WriterParts writer = new(_disk.Share());
        writer.Write(("a", "{}"));
        LogPosition before = writer.State.End;
        string log = writer.State.LogName;
        writer.SwitchToSnapshot();
        Assert.NotEqual(log, writer.State.LogName);
        Assert.Equal(ManifestFile.Read(_disk).Manifest.ActiveOps, writer.State.LogName);
        Assert.Equal((0, 0), writer.State.Uncovered());
        Assert.Contains(log, writer.State.KnownLogsOf(writer.Turn));
        Assert.Equal(1, writer.Owned.LogsEnded);
        Assert.Throws<ObjectDisposedException>(() => before.Log.Commit(before.Offset + 1));
    }

    [Fact]
    public void A_manifest_that_was_certainly_not_put_leaves_it_in_its_log_and_no_new_file()
    {
        FaultyBackend faulty = new(_disk.Share());
        using WriterParts writer = new(faulty);
        writer.Write(("a", "{}"));
        string[] files = Files();
        faulty.Fail(StorageCall.Put, with: new StorageException("put", "manifest", new IOException()) { HadNoEffect = true });
        Assert.Throws<StorageException>(() => writer.SwitchToSnapshot());
        Assert.Equal(files, Files());
        writer.Write(("b", "{}"));
        Assert.Equal(2, writer.Owned.Lines());
        writer.SwitchToSnapshot();
        Assert.Equal((0, 0), writer.State.Uncovered());
    }

    [Fact]
    public void A_manifest_that_was_perhaps_put_leaves_what_it_names_and_ends_all_writing()
    {
        FaultyBackend faulty = new(_disk.Share());
        using WriterParts writer = new(faulty);
        writer.Write(("a", "{}"));
        faulty.Fail(StorageCall.Put, after: true);
        Assert.Throws<StoreFailedException>(() => writer.SwitchToSnapshot());
        Assert.True(writer.Owned.Condition.HasFailed);
        Manifest named = ManifestFile.Read(_disk).Manifest;
        Assert.NotEqual(writer.State.LogName, named.ActiveOps);
        Assert.NotNull(_disk.Find(named.ActiveOps));
        Assert.NotNull(_disk.Find(named.CurrentSnapshot));
    }

    private string Registered(string agent, string content)
    {
        FreshStore.ReadOrCreate(_disk, new OpsLogStoreOptions());
        return OtherProcess.Register(_disk, agent, content);
    }

    private string[] Files() => [.. new[] { StoreLayout.SnapshotFolder, StoreLayout.LogFolder }.SelectMany(_disk.List).Select(stored => stored.Name)];

    private string Text(string name)
    {
        MemoryBackend now = _disk.Clone();
        return Encoding.UTF8.GetString(now.Read(name)!.Content);
    }
}
