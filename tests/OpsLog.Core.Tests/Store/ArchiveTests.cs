using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Segments;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

public class ArchiveTests
{
    private static readonly RecordPredicate s_even = record => record.Value[^2] % 2 == 0;

    [Fact]
    public void Archiving_moves_records_and_keeps_their_bytes()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share()))
        {
            Fill(store, 6);
            ArchiveResult result = store.Archive(s_even, "closed");
            Assert.Equal(("closed", 3), (result.Segment, result.Records));
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal(["id-1", "id-3", "id-5"], reopened.State().Select(record => record.Key));
        Assert.Equal(
            [("id-0", """{"n":0}"""), ("id-2", """{"n":2}"""), ("id-4", """{"n":4}""")],
            reopened.ReadSegment("closed").Select(record => (record.Id, Encoding.UTF8.GetString(record.Value.Span))));
        ArchiveSegmentInfo segment = Assert.Single(reopened.GetSegments());
        Assert.Equal(("closed", 3), (segment.Segment, segment.Records));
        Assert.Equal(3, reopened.GetStatistics().ArchivedRecords);
    }

    [Fact]
    public void The_default_segment_is_the_UTC_quarter()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        Fill(store, 2);
        DateTime now = DateTime.UtcNow;
        Assert.Equal($"{now.Year}-Q{(now.Month + 2) / 3}", store.Archive(s_even).Segment);
    }

    [Fact]
    public void Archiving_into_a_segment_again_merges_and_the_later_value_counts()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        Fill(store, 4);
        store.Archive(s_even, "s");
        store.Set("id-2", """{"n":"again 2"}""");
        store.Archive(_ => true, "s");
        Assert.Equal(0, store.Count);
        Assert.Equal(
            ["""id-0{"n":0}""", """id-1{"n":1}""", """id-2{"n":"again 2"}""", """id-3{"n":3}"""],
            store.ReadSegment("s").Select(record => record.Id + Encoding.UTF8.GetString(record.Value.Span)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Where_nothing_is_wanted_nothing_is_written()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share());
        Assert.Equal(0, store.Archive(_ => true).Records);
        Assert.Empty(store.GetSegments());
        Assert.Empty(disk.List("archive/"));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("c:d")]
    public void A_segment_s_name_that_may_not_be_in_a_path_is_refused(string segment)
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        Fill(store, 2);
        Assert.Throws<InvalidNameException>(() => store.Archive(_ => true, segment));
        Assert.Throws<InvalidNameException>(() => store.ReadSegment(segment));
        Assert.Throws<InvalidNameException>(() => store.Archive(_ => true, new string('x', 129)));
        Assert.Equal(2, store.Count);
    }

    [Fact]
    public void A_segment_that_is_one_file_with_another_on_Windows_or_macOS_is_refused()
    {
        (string first, string second) = ("Q1", "q1");
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        Fill(store, 4);
        store.Archive(s_even, first);
        var error = Assert.Throws<InvalidNameException>(() => store.Archive(_ => true, second));
        Assert.Contains($"'{first}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, store.Count);
        Assert.Equal([first], store.GetSegmentNames());
        store.Archive(_ => true, first);
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public void A_segment_whose_file_name_is_too_long_in_bytes_is_refused()
    {
        using TemporaryDirectory directory = new();
        using OpsLogStore store = OpsLogStore.Open(directory.Path);
        Fill(store, 2);
        Assert.Throws<InvalidNameException>(() => store.Archive(_ => true, new string('\u3042', 100)));
        Assert.Equal(2, store.Count);
        store.Archive(_ => true, new string('\u3042', 53));
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public void Undoing_an_archiving_brings_the_records_back_and_takes_them_from_the_segment()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share());
        Fill(store, 4);
        store.Archive(s_even, "s");
        store.Archive(_ => true, "s");
        Assert.Equal(2, store.Undo().Count);
        Assert.Equal(["id-1", "id-3"], store.StateById().Keys);
        Assert.Equal(["id-0", "id-2"], store.ReadSegment("s").Select(record => record.Id));
        store.Compact();
        Assert.Equal(2, store.Undo().Count);
        Assert.Equal(4, store.Count);
        Assert.Empty(store.GetSegments());
        Assert.Empty(disk.List("archive/"));
        Assert.Equal(0, store.GetStatistics().ArchivedRecords);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void Undoing_an_archiving_brings_back_the_archived_record_that_it_had_replaced(string? agent)
    {
        MemoryBackend disk = new();
        OpsLogStoreOptions options = new() { Agent = agent, CheckpointOnClose = CheckpointOnClose.Always };
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), options))
        {
            for (int i = 1; i <= 3; i++)
            {
                store.Set("x", $$"""{"n":{{i}}}""");
                store.Set($"y{i}", "{}");
                store.Archive(_ => true, "s");
            }

            Assert.Equal("""{"n":3}""", store.SegmentById("s")["x"]);
            Assert.Equal(2, store.Undo().Count);
            Assert.Equal("""{"n":3}""", store.GetText("x"));
            Assert.Equal(["x", "y1", "y2"], store.SegmentById("s").Keys);
            Assert.Equal("""{"n":2}""", store.SegmentById("s")["x"]);
            Assert.Single(store.Undo());
            Assert.Single(store.Undo());
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share(), options);
        Assert.Equal(2, reopened.Undo().Count);
        Assert.Equal("""{"n":2}""", reopened.GetText("x"));
        Assert.Equal("""{"n":1}""", reopened.SegmentById("s")["x"]);
        Assert.Equal(["x", "y1"], reopened.SegmentById("s").Keys);
        Assert.Empty(reopened.Warnings);
    }

    /// <summary>
    /// The records are active again by then, so nothing is refused; a warning reports that the segment contains them
    /// too.
    /// </summary>
    [Theory]
    [InlineData(null, StorageCall.Put, false)]
    [InlineData(null, StorageCall.Put, true)]
    [InlineData("a", StorageCall.Put, false)]
    [InlineData("a", StorageCall.Put, true)]
    [InlineData("a", StorageCall.Complete, false)]
    public void An_undo_of_an_archive_takes_effect_and_warns_where_the_manifest_or_segment_can_t_be_put(string? agent, StorageCall call, bool after)
    {
        MemoryBackend disk = new();
        FaultyBackend faulty = new(disk.Share());
        SortedDictionary<string, string> state;
        using (OpsLogStore store = OpsLogStore.Open(faulty, new() { Agent = agent }))
        {
            Fill(store, 4);
            store.Archive(s_even, "s");
            faulty.Fail(call, forever: true, after: after);
            Assert.Equal(2, store.Undo().Count);
            state = store.StateById();
            Assert.Equal(4, state.Count);
            Assert.Equal(StoreWarningKind.SegmentKept, Assert.Single(store.Warnings).Kind);
            Assert.Contains("archive-s.json", store.Warnings[0].Path, StringComparison.Ordinal);
            faulty.Heal();
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal(state, reopened.StateById());
        Assert.Equal(2, reopened.Archive(s_even, "s").Records);
        Assert.Equal(2, reopened.ReadSegment("s").Count());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("a", false)]
    [InlineData("a", true)]
    public void An_archive_whose_manifest_can_t_be_put_leaves_records_and_segment_as_they_were(string? agent, bool after)
    {
        MemoryBackend disk = new();
        FaultyBackend faulty = new(disk.Share());
        using (OpsLogStore store = OpsLogStore.Open(faulty, new() { Agent = agent }))
        {
            Fill(store, 4);
            store.Archive(s_even, "s");
            store.Set("id-2", """{"n":"again 2"}""");
            faulty.Fail(StorageCall.Put, after: after);
            Assert.Throws<StoreFailedException>(() => store.Archive(_ => true, "s"));
            Assert.Equal(["id-1", "id-2", "id-3"], store.StateById().Keys);
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal("""{"n":"again 2"}""", reopened.GetText("id-2"));
        Assert.Equal("""{"n":2}""", reopened.SegmentById("s")["id-2"]);
        Assert.Equal(["id-0", "id-2"], reopened.SegmentById("s").Keys);
    }

    [Fact]
    public void A_damaged_or_missing_segment_is_named_and_a_damaged_one_is_not_added_to()
    {
        using TemporaryDirectory directory = new();
        using OpsLogStore store = OpsLogStore.Open(directory.Path);
        Fill(store, 4);
        store.Archive(s_even, "s");
        string file = directory["archive/archive-s.json"];
        byte[] content = SharedFile.ReadAllBytes(file);
        byte[] damaged = [.. content];
        damaged[content.Length / 2] ^= 4;
        File.WriteAllBytes(file, damaged);
        Assert.Equal(SegmentFault.WrongChecksum, Assert.Throws<ArchiveSegmentException>(() => store.ReadSegment("s").ToList()).Fault);
        Assert.Throws<ArchiveSegmentException>(() => store.Archive(_ => true, "s"));
        Assert.Equal(2, store.Count);
        Assert.Equal(damaged, SharedFile.ReadAllBytes(file));
        File.WriteAllText(file, "{\"records\":[]}");
        Assert.Equal(SegmentFault.Malformed, Assert.Throws<ArchiveSegmentException>(() => store.ReadSegment("s").ToList()).Fault);
        File.Delete(file);
        Assert.Equal(SegmentFault.Missing, Assert.Throws<ArchiveSegmentException>(() => store.ReadSegment("s").ToList()).Fault);
        Assert.Contains("The segments of the store are: s", Assert.Throws<ArchiveSegmentException>(() => store.ReadSegment("t").ToList()).Message);
    }

    [Theory]
    [InlineData(StorageCall.Complete)]
    [InlineData(StorageCall.Put)]
    [InlineData(StorageCall.Append)]
    [InlineData(StorageCall.Flush)]
    public void An_archiving_that_fails_anywhere_loses_no_record(StorageCall call)
    {
        MemoryBackend disk = new();
        FaultyBackend faulty = new(disk.Share());
        using (OpsLogStore store = OpsLogStore.Open(faulty))
        {
            Fill(store, 4);
            faulty.Fail(call);
            Assert.ThrowsAny<OpsLogException>(() => store.Archive(s_even, "s"));
            Assert.Equal(4, store.Count);
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal(4, reopened.Count);
        Assert.Equal(2, reopened.Archive(s_even, "s").Records);
        Assert.Equal(2, reopened.ReadSegment("s").Count());
    }

    private static void Fill(OpsLogStore store, int count)
    {
        for (int i = 0; i < count; i++)
        {
            store.Set($"id-{i}", $$"""{"n":{{i}}}""");
        }
    }
}
