using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store.Archive;

public class RecordArchiveTests
{
    private const string Replacing = """{"n":2}""";

    /// <summary>Between an archive's refresh and its put of the manifest another program takes a snapshot.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_another_program_writes_a_snapshot_meanwhile_the_records_leave_the_segment_again(bool isInSegment)
    {
        MemoryBackend disk = new();
        FaultyBackend view = new(disk.Share());
        using OpsLogStore store = OpsLogStore.Open(view, new() { Agent = "a" });
        if (isInSegment)
        {
            store.Set("x", """{"n":1}""");
            store.Archive(record => record.IdText == "x", "s");
        }

        store.Set("x", Replacing);
        store.Set("y", "{}");
        bool hasCome = false;
        view.Before = (call, name) =>
        {
            if (call == StorageCall.Put && name == StoreLayout.Manifest && !hasCome)
            {
                hasCome = true;
                WriteSnapshot(disk);
            }
        };
        Assert.Throws<StoreLockedException>(() => store.Archive(record => record.IdText == "x", "s"));
        Assert.True(hasCome);
        Assert.Equal(["x", "y"], store.State().Select(record => record.Key).Order(StringComparer.Ordinal));
        Assert.Equal(Replacing, store.GetText("x"));
        Assert.Equal(isInSegment, Segment(disk).Contains("""{"n":1}""", StringComparison.Ordinal));
        Assert.DoesNotContain(Replacing, Segment(disk), StringComparison.Ordinal);
        Assert.DoesNotContain(store.Warnings, warning => warning.Kind == StoreWarningKind.SegmentKept);

        // The store works on, and the same archive succeeds.
        store.Refresh();
        Assert.Equal(1, store.Archive(record => record.IdText == "x", "s").Records);
        Assert.Equal(["y"], store.State().Select(record => record.Key));
        Assert.Equal(["x"], store.SegmentById("s").Keys);
    }

    [Fact]
    public void Records_that_are_too_many_for_one_step_change_no_file()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk, new() { LargestStep = 600 });
        store.Set("a", "{}");
        store.Set("b", "{}");
        store.Set("c", "{}");
        long end = store.GetStatistics().LogBytes;
        Assert.Throws<BatchStateException>(() => store.Archive(_ => true, "s"));
        Assert.Equal((3, end), (store.Count, store.GetStatistics().LogBytes));
        Assert.Empty(store.GetSegmentNames());
        Assert.Null(disk.Find(StoreLayout.Segment("s")));
        Assert.Equal(2, store.Archive(record => record.IdText != "c", "s").Records);
    }

    private static string Segment(MemoryBackend disk) => Encoding.UTF8.GetString(disk.Read(StoreLayout.Segment("s"))!.Content);

    /// <summary>A snapshot of the same records, by a program that knows nothing of the agent's log.</summary>
    private static void WriteSnapshot(MemoryBackend disk)
    {
        using OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true });
        OtherProcess.WriteSnapshot(disk, reader.View(), reader.GetStatistics().Clock);
    }
}
