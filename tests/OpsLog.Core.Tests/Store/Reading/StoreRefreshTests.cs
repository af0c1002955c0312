using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Reading;
using OpsLog.Core.Store.Writing;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store.Writing;

namespace OpsLog.Core.Tests.Store.Reading;

/// <summary>A reader's refresh beside a single writer.</summary>
public sealed class StoreRefreshTests : IDisposable
{
    private readonly MemoryBackend _disk = new();
    private readonly FaultyBackend _view;
    private readonly WriterParts _writer;
    private readonly StoreState _state;
    private readonly WarningList _warnings = new([]);
    private int _opened;

    public StoreRefreshTests()
    {
        _view = new FaultyBackend(_disk.Share());
        _writer = new WriterParts(_disk.Share());
        _state = new StoreState(new StoreCondition(_disk.Location), _writer.Owned.Load(_view));
    }

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void Behind_the_same_snapshot_a_newer_manifest_is_adopted_and_nothing_is_loaded_again()
    {
        _writer.Write(("a", "{}"));
        _writer.Manifests.Put(_writer.Turn, manifest => manifest with { ArchiveSegments = ["archive/s.json"] });
        _view.Before = (call, name) => Assert.False(call == StorageCall.OpenRead && StoreLayout.TryParseSnapshot(name, out _));
        Assert.Equal(["a"], Run());
        Assert.Equal(["archive/s.json"], _state.Manifest.ArchiveSegments);
        Assert.Equal(ManifestFile.Read(_disk).Version, _state.ManifestFile.Version);
        Assert.Empty(Run());
    }

    [Fact]
    public void Behind_checkpoints_each_operation_in_between_is_returned_once_and_what_was_read_is_not()
    {
        _writer.Write(("read", "{}"));
        Assert.Equal(["read"], Run());
        _writer.Write(("first", "{}"));
        Checkpoint();
        _writer.Write(("between", "{}"));
        Checkpoint();
        _writer.Write(("last", "{}"));
        Assert.Equal(["first", "between", "last"], Run());
        Assert.Empty(Run());
        Assert.Equal(["read", "first", "between", "last"], _state.View().Ids());
    }

    /// <summary>The next refresh goes on where the failed one ended, whichever read it was that failed.</summary>
    [Theory]
    [InlineData("b")]
    [InlineData(null)]
    public void After_a_read_that_failed_the_next_refresh_reads_the_rest(string? agent)
    {
        int failures = 0;
        for (int nth = 1; nth == failures + 1; nth++)
        {
            MemoryBackend disk = new();
            FaultyBackend view = new(disk.Share());
            using OpsLogStore writer = OpsLogStore.Open(disk.Share(), new() { Agent = agent is null ? null : "a" });
            using OpsLogStore other = OpsLogStore.Open(view, new() { Agent = agent, ReadOnly = agent is null });
            writer.Set("x", "{}");
            other.Refresh();
            writer.Set("y", "{}");
            view.Fail(StorageCall.ReadPart, nth);
            try
            {
                other.Refresh();
            }
            catch (StorageException)
            {
                failures++;
            }

            view.Heal();
            other.Refresh();
            writer.Set("z", "{}");
            other.Refresh();
            Assert.Equal(["x", "y", "z"], other.StateById().Keys);
        }

        Assert.InRange(failures, 2, 20);
    }

    [Fact]
    public void A_log_that_was_cut_and_written_on_is_loaded_again_and_what_follows_the_cut_is_returned()
    {
        _writer.Write(("a", "{}"));
        _writer.Write(("cut", "{}"));
        Assert.Equal(["a", "cut"], Run());
        _writer.Undo.Erase(_writer.Turn);
        _writer.Write(("new", "{}"));
        _writer.Write(("b", "{}"));
        Assert.Equal(["new", "b"], Run());
        Assert.Equal(["a", "new", "b"], _state.View().Ids());
    }

    [Fact]
    public void A_log_that_a_checkpoint_deletes_after_the_manifest_was_read_is_no_error()
    {
        _writer.Write(("a", "{}"));
        string log = _state.LogName;
        _view.Meanwhile(StorageCall.OpenRead, log, () =>
        {
            Checkpoint();
            _writer.Write(("b", "{}"));
            _disk.Delete(log);
        });
        Assert.Equal(["b"], Run());
        Assert.Equal(["a", "b"], _state.View().Ids());
    }

    [Fact]
    public void A_loading_that_later_checkpoints_overtake_begins_again()
    {
        _writer.Write(("a", "{}"));
        Checkpoint();
        _view.Meanwhile(StorageCall.OpenRead, _writer.State.Manifest.CurrentSnapshot, () =>
        {
            for (int n = 0; n < 2; n++)
            {
                _writer.Write(("b", "{}"));
                Checkpoint();
            }
        });
        Assert.Equal(["a", "b", "b"], Run());
        Assert.Equal(ManifestFile.Read(_disk).Version, _state.ManifestFile.Version);
    }

    [Fact]
    public void A_snapshot_that_is_missing_from_a_manifest_in_place_is_an_error_and_the_state_stays()
    {
        _writer.Write(("a", "{}"));
        Run();
        Checkpoint();
        _disk.Delete(_writer.State.Manifest.CurrentSnapshot);
        string version = _state.ManifestFile.Version;
        Assert.Throws<SnapshotException>(Run);
        Assert.Equal(version, _state.ManifestFile.Version);
        Assert.Equal(["a"], _state.View().Ids());
        Assert.Equal(1, _view.Count(StorageCall.OpenRead) - _opened);
    }

    [Fact]
    public void A_store_that_is_gone_is_an_error_and_the_state_stays()
    {
        _writer.Write(("a", "{}"));
        Run();
        _disk.Delete(StoreLayout.Manifest);
        _disk.Delete(_state.Manifest.CurrentSnapshot);
        _disk.Delete(_state.LogName);
        Assert.Throws<StoreNotFoundException>(Run);
        Assert.Equal(["a"], _state.View().Ids());
    }

    private List<string> Run()
    {
        _opened = _view.Count(StorageCall.OpenRead);
        List<LoggedOperation> read = [];
        using StoreTurn turn = _state.EnterTurn(default);
        long count = new StoreRefresh(_view, _writer.Owned.Options, _state, _warnings, new OpenSnapshots(), new HeldLogs(_view)).Run(turn, read);
        Assert.Equal(read.Count, count);
        return [.. read.Select(operation => operation.Id)];
    }

    private void Checkpoint() => Assert.True(_writer.Checkpoint.TakeIfNew(_writer.Turn).Taken);
}
