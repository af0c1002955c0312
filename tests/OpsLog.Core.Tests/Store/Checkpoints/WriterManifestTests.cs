using OpsLog.Core.Errors;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Writing;
using OpsLog.Core.Tests.Store.Writing;

namespace OpsLog.Core.Tests.Store.Checkpoints;

public sealed class WriterManifestTests : IDisposable
{
    private readonly OwnedState _owned = new();

    public void Dispose() => _owned.Dispose();

    [Fact]
    public void A_put_goes_on_from_what_was_put()
    {
        Put("archive/a.json");
        Put("archive/b.json");
        Assert.Equal(["archive/a.json", "archive/b.json"], ManifestFile.Read(_owned.Backend).Manifest.ArchiveSegments);
        Assert.Equal(ManifestFile.Read(_owned.Backend).Version, _owned.State.ManifestFile.Version);
    }

    [Fact]
    public void An_agent_that_registered_and_wrote_nothing_is_no_conflict()
    {
        OtherProcess.Register(_owned.Backend, "b");
        Put("archive/a.json");
        Assert.Equal(["archive/a.json"], ManifestFile.Read(_owned.Backend).Manifest.ArchiveSegments);
        Assert.Empty(ManifestFile.Read(_owned.Backend).Manifest.ActiveAgentOps);
    }

    [Fact]
    public void An_agent_that_has_written_is_one_and_the_store_takes_no_more_writes()
    {
        OtherProcess.Register(_owned.Backend, "b", content: "{}\n");
        string version = ManifestFile.Read(_owned.Backend).Version;
        Assert.IsType<PutConflictException>(Assert.Throws<StoreFailedException>(() => Put("archive/a.json")).InnerException);
        Assert.True(_owned.Condition.HasFailed);
        Assert.Equal(version, ManifestFile.Read(_owned.Backend).Version);
    }

    [Fact]
    public void Another_program_s_change_is_one()
    {
        OtherProcess.PutManifest(_owned.Backend, manifest => manifest with { ArchiveSegments = ["archive/other.json"] });
        Assert.IsType<PutConflictException>(Assert.Throws<StoreFailedException>(() => Put("archive/a.json")).InnerException);
        Assert.Equal(["archive/other.json"], ManifestFile.Read(_owned.Backend).Manifest.ArchiveSegments);
    }

    private void Put(string segment)
    {
        using StoreTurn turn = _owned.State.EnterTurn(default);
        new WriterManifest(_owned.Backend, _owned.Condition, _owned.State)
            .Put(turn, manifest => manifest with { ArchiveSegments = [.. manifest.ArchiveSegments, segment] });
    }
}
