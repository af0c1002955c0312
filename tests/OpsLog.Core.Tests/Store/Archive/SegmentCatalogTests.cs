using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Archive;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Writing;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store.Writing;

namespace OpsLog.Core.Tests.Store.Archive;

public sealed class SegmentCatalogTests : IDisposable
{
    private readonly FaultyBackend _disk = new(new MemoryBackend());
    private readonly OwnedState _owned;

    public SegmentCatalogTests()
    {
        _owned = new OwnedState(_disk);
        Put("good", """{"a":{"n":1},"b":{"n":2}}""");
        Put("spoilt", """{"a":{"n":1},"five":5,"":{},"b":{"n":2}}""");
        Put("unnamed", """{}""");
        Name("good", "spoilt");
    }

    public void Dispose() => _owned.Dispose();

    [Fact]
    public void It_lists_what_the_manifest_names_now_and_no_other_file()
    {
        SegmentCatalog catalog = Catalog();
        Assert.Equal(["good", "spoilt"], catalog.ListNames());
        Assert.Equal([("good", 2L), ("spoilt", 2L)], catalog.List().Select(segment => (segment.Segment, segment.Records)));
        Name("good", "spoilt", "unnamed");
        Assert.Equal(["good", "spoilt", "unnamed"], catalog.ListNames());
        Assert.Empty(catalog.Read("unnamed"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_segment_that_the_manifest_does_not_name_is_refused_at_once(bool othersWrite)
    {
        ArchiveSegmentException refused = Assert.Throws<ArchiveSegmentException>(() => Catalog(othersWrite: othersWrite).Read("unnamed"));
        Assert.Equal(SegmentFault.Missing, refused.Fault);
        Assert.Contains("good, spoilt", refused.Message, StringComparison.Ordinal);
        Assert.Equal(othersWrite, refused.Message.Contains("update the store", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_record_is_passed_over_with_one_warning_however_often_it_is_read()
    {
        SegmentCatalog catalog = Catalog();
        Assert.Equal(["a", "b"], catalog.Read("spoilt").Select(record => record.Id));
        Assert.Equal(["a", "b"], catalog.Read("spoilt").Select(record => record.Id));
        StoreWarning warning = Assert.Single(_owned.Warnings.ToList());
        Assert.Equal(StoreWarningKind.SkippedRecord, warning.Kind);
        Assert.Contains("2 invalid records", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_record_is_an_error_in_strict_mode()
    {
        List<string> read = [];
        Assert.Throws<ArchiveSegmentException>(() => read.AddRange(Catalog(isStrict: true).Read("spoilt").Select(record => record.Id)));
        Assert.Equal(["a", "b"], Catalog(isStrict: true).Read("good").Select(record => record.Id));
        Assert.Empty(_owned.Warnings.ToList());
    }

    [Fact]
    public void A_closed_store_gives_none()
    {
        SegmentCatalog catalog = Catalog();
        _owned.Condition.Close();
        Assert.Throws<StoreClosedException>(() => catalog.List());
        Assert.Throws<StoreClosedException>(() => catalog.ListNames());
        Assert.Throws<StoreClosedException>(() => catalog.Read("good"));
    }

    [Fact]
    public void A_reading_that_is_left_off_leaves_no_file_open()
    {
        int before = _disk.OpenHandles;
        Assert.Equal("a", Catalog().Read("good").First().Id);
        Assert.Equal(before, _disk.OpenHandles);
    }

    private SegmentCatalog Catalog(bool isStrict = false, bool othersWrite = false) =>
        new(_disk, _owned.Condition, _owned.State, isStrict, othersWrite, _owned.Warnings);

    private void Put(string segment, string records) => _disk.Put(
        StoreLayout.Segment(segment),
        Encoding.UTF8.GetBytes($$"""{"version":1,"period":"{{segment}}","timestamp":"2026-01-01T00:00:00.000Z","records":{{records}}}"""),
        PutCondition.None);

    private void Name(params string[] segments)
    {
        OtherProcess.PutManifest(_disk, manifest => manifest with { ArchiveSegments = [.. segments.Select(StoreLayout.Segment)] });
        using StoreTurn turn = _owned.State.EnterTurn(default);
        _owned.State.Adopt(turn, ManifestFile.Read(_disk));
    }
}
