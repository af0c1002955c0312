using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store.Agents;

/// <summary>What another process does to the manifest right before an agent puts it.</summary>
public sealed class AgentManifestTests : IDisposable
{
    private const string Segment = "archive/a.json";

    private readonly MemoryBackend _disk = new();
    private readonly FaultyBackend _view;
    private readonly AgentParts _a;
    private readonly int _putsBefore;

    public AgentManifestTests()
    {
        _view = new FaultyBackend(_disk.Share());
        _a = new AgentParts(_view);
        _putsBefore = _view.Count(StorageCall.Put);
    }

    private int Puts => _view.Count(StorageCall.Put) - _putsBefore;

    public void Dispose() => _a.Dispose();

    [Fact]
    public void An_agent_that_registers_stays_in_the_manifest_and_is_followed()
    {
        string log = "";
        Meanwhile(() => log = OtherProcess.Register(_disk, "b"));
        _a.Manifests.Put(_a.Turn, AddSegment);
        Assert.Equal(2, Puts);
        ManifestFile inPlace = ManifestFile.Read(_disk);
        Assert.Equal((log, Segment), (inPlace.Manifest.ActiveAgentOps["b"], Assert.Single(inPlace.Manifest.ArchiveSegments)));
        Assert.Equal(inPlace.Version, _a.State.ManifestFile.Version);
        Assert.Contains(_a.State.LogsOf(_a.Turn).Cursors, cursor => cursor.Log == log);
    }

    [Fact]
    public void Where_new_agents_matter_the_change_is_given_up_and_the_next_one_knows_them()
    {
        string log = "";
        Meanwhile(() => log = OtherProcess.Register(_disk, "b"));
        Assert.Throws<StoreChangedException>(() => _a.Manifests.Put(_a.Turn, AddSegment, mindsNewAgents: true));
        Assert.Empty(ManifestFile.Read(_disk).Manifest.ArchiveSegments);
        Assert.False(_a.Owned.Condition.HasFailed);
        Assert.Equal(log, _a.State.Manifest.ActiveAgentOps["b"]);
        Assert.Contains(_a.State.LogsOf(_a.Turn).Cursors, cursor => cursor.Log == log);
        _a.Manifests.Put(_a.Turn, AddSegment, mindsNewAgents: true);
        Assert.Equal([Segment], ManifestFile.Read(_disk).Manifest.ArchiveSegments);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_snapshot_or_a_manifest_without_this_agent_is_neither_replaced_nor_adopted(bool isSnapshot)
    {
        Manifest before = _a.State.Manifest;
        Meanwhile(() => OtherProcess.PutManifest(_disk, manifest => isSnapshot
            ? manifest with { CurrentSnapshot = MadeUpStore.Snapshot }
            : manifest with { ActiveAgentOps = new Dictionary<string, string>() }));
        Manifest found = Assert.Throws<StoreChangedException>(() => _a.Manifests.Put(_a.Turn, AddSegment)).Found;
        Assert.Equal(ManifestFile.Read(_disk).Manifest.Revision, found.Revision);
        Assert.Empty(found.ArchiveSegments);
        Assert.Same(before, _a.State.Manifest);
        Assert.False(_a.Owned.Condition.HasFailed);
    }

    [Fact]
    public void Its_log_becomes_the_active_one_where_that_is_empty_and_no_other_agent_is_there()
    {
        _a.Manifests.NameOwnLog(_a.Turn);
        Assert.Equal(_a.State.LogName, ManifestFile.Read(_disk).Manifest.ActiveOps);
        Assert.Equal(1, Puts);
        _a.Manifests.NameOwnLog(_a.Turn);
        Assert.Equal(1, Puts);
    }

    [Fact]
    public void An_active_log_with_operations_stays_the_active_one()
    {
        OtherProcess.Append(_disk, _a.State.Manifest.ActiveOps, MadeUpStore.Set("x", "{}"));
        _a.Manifests.NameOwnLog(_a.Turn);
        Assert.Equal(0, Puts);
        Assert.NotEqual(_a.State.LogName, ManifestFile.Read(_disk).Manifest.ActiveOps);
    }

    [Fact]
    public void It_stays_so_too_where_another_agent_registers_before_the_put()
    {
        string active = _a.State.Manifest.ActiveOps;
        Meanwhile(() => OtherProcess.Register(_disk, "b"));
        _a.Manifests.NameOwnLog(_a.Turn);
        Assert.Equal(active, ManifestFile.Read(_disk).Manifest.ActiveOps);
        Assert.Equal(["a", "b"], ManifestFile.Read(_disk).Manifest.ActiveAgentOps.Keys.Order(StringComparer.Ordinal));
    }

    private static Manifest AddSegment(Manifest manifest) => manifest with { ArchiveSegments = [.. manifest.ArchiveSegments, Segment] };

    private void Meanwhile(Action act) => _view.Meanwhile(StorageCall.Put, StoreLayout.Manifest, act);
}
