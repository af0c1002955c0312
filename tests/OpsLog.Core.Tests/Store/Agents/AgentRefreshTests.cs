using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store.Agents;

public sealed class AgentRefreshTests : IDisposable
{
    private readonly MemoryBackend _disk = new();
    private readonly FaultyBackend _view;
    private readonly AgentParts _a;

    public AgentRefreshTests()
    {
        _view = new FaultyBackend(_disk.Share());
        _a = new AgentParts(_view);
    }

    public void Dispose() => _a.Dispose();

    [Fact]
    public void What_this_agent_wrote_itself_is_committed_first_and_neither_counted_nor_returned()
    {
        _a.State.AppendStep(_a.Turn, [Writing.OwnedState.Staged("by-a", "{}")]);
        using (OpsLogStore b = OpsLogStore.Open(_disk.Share(), new() { Agent = "b" }))
        {
            b.Set("by-b", "{}");
        }

        List<LoggedOperation> read = [];
        Assert.Equal(1, _a.Refresh.Run(_a.Turn, read));
        Assert.Equal("by-b", Assert.Single(read).Id);
        Assert.Equal(1, _a.Owned.Lines());

        // Behind another's compaction everything is loaded again, its own log as well.
        _a.State.AppendStep(_a.Turn, [Writing.OwnedState.Staged("by-a", """{"n":2}""")]);
        using (OpsLogStore b = OpsLogStore.Open(_disk.Share(), new() { Agent = "b" }))
        {
            b.Set("by-b", """{"n":2}""");
            Assert.True(b.Compact().Taken);
        }

        read.Clear();
        Assert.Equal(1, _a.Refresh.Run(_a.Turn, read));
        Assert.Equal("by-b", Assert.Single(read).Id);
        Assert.Equal(0, _a.Refresh.Run(_a.Turn, read));
        Assert.Equal("""{"n":2}""", _a.Owned.Get("by-a"));
    }

    [Fact]
    public void Left_out_by_a_snapshot_it_writes_again_once_what_that_lacks_in_one_new_log()
    {
        _a.Write(("x", """{"n":1}"""), ("y", "{}"));
        _a.Write(("y", null));
        string log = _a.State.LogName;
        OtherProcess.WriteSnapshot(_disk, new RecordTable().Freeze());

        // Its first put to register again meets another agent's.
        int before = _view.Count(StorageCall.Put);
        _view.Meanwhile(StorageCall.Put, StoreLayout.Manifest, () => OtherProcess.Register(_disk, "b"));
        Assert.Equal(0, _a.Refresh.Run(_a.Turn, null));
        Assert.Equal(before + 2, _view.Count(StorageCall.Put));
        Assert.NotEqual(log, _a.State.LogName);
        Assert.Equal([log, _a.State.LogName], StoreFiles.AgentLogs(_disk, "a").Select(entry => entry.Name));
        Assert.Equal(["a", "b"], ManifestFile.Read(_disk).Manifest.ActiveAgentOps.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(_a.State.LogName, ManifestFile.Read(_disk).Manifest.ActiveAgentOps["a"]);
        Assert.Equal("""x={"n":1} """, Support.TableText.Of(_a.Owned.Load().State.Table));
        Assert.Equal(1, _a.Owned.Lines());
        Assert.Equal(_a.State.End.Offset, _a.Refresh.WrittenAgain[_a.State.LogName]);

        // Once: there is nothing more to do, and undo reverts the steps as they were done.
        Assert.Equal(0, _a.Refresh.Run(_a.Turn, null));
        Assert.Equal((before + 2, 1), (_view.Count(StorageCall.Put), _a.Owned.Lines()));
        Assert.Equal(StoreWarningKind.RegisteredAgain, Assert.Single(_a.Owned.Warnings.ToList()).Kind);
        Assert.Equal("y", Assert.Single(_a.Undo.Undo(_a.Turn)).Id);
        Assert.Equal(2, _a.Undo.Undo(_a.Turn).Count);
        Assert.Null(_a.Owned.Get("x"));
    }

    [Fact]
    public void Left_out_behind_the_same_snapshot_it_goes_on_in_its_log()
    {
        _a.Write(("x", "{}"));
        (string log, long end) = (_a.State.LogName, _a.State.End.Offset);
        OtherProcess.PutManifest(_disk, manifest => manifest with { ActiveAgentOps = new Dictionary<string, string>() });
        Assert.True(_a.Refresh.IsLeftOutNow());
        Assert.Equal(0, _a.Refresh.Run(_a.Turn, null));
        Assert.False(_a.Refresh.IsLeftOutNow());
        Assert.Equal((log, end), (_a.State.LogName, _a.State.End.Offset));
        Assert.Equal(log, ManifestFile.Read(_disk).Manifest.ActiveAgentOps["a"]);
        Assert.Empty(_a.Refresh.WrittenAgain);
        _a.Write(("y", "{}"));
        Assert.Equal("x={} y={} ", Support.TableText.Of(_a.Owned.Load().State.Table));
    }

    [Fact]
    public void What_another_agent_wrote_before_that_snapshot_is_returned_and_not_written_again()
    {
        using Writing.OwnedState b = new(_disk.Share(), new() { Agent = "b" });
        b.Put("x", "{}");
        _a.Write(("y", "{}"));
        OtherProcess.WriteSnapshot(_disk, new RecordTable().Freeze());
        List<LoggedOperation> read = [];
        _a.Refresh.Run(_a.Turn, read);
        Assert.Equal("x", Assert.Single(read).Id);
        Assert.Equal("y={} ", Support.TableText.Of(_a.State.View()));
    }
}
