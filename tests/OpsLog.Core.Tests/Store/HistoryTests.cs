using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

public class HistoryTests
{
    [Fact]
    public void History_covers_kept_logs_and_the_active_one_oldest_first_with_values_before_and_after()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share()))
        {
            store.Set("a", """{"n":1,"same":"something long enough that a patch is smaller"}""");
            store.Set("b", "{}");
            store.Compact();
            store.Set("a", """{"n":2,"same":"something long enough that a patch is smaller"}""");
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share(), new() { WriteMode = WriteMode.Async, GroupDelay = TimeSpan.FromHours(1) });
        reopened.Delete("a");
        List<LoggedOperation> history = reopened.GetHistory("a").ToList();
        Assert.Equal([OperationKind.Set, OperationKind.Set, OperationKind.Delete], history.Select(operation => operation.Kind));
        Assert.Null(history[0].Before);
        Assert.Equal(history[0].After.Text(), history[1].Before.Text());
        Assert.StartsWith("""{"n":1,""", history[1].Before.Text());
        Assert.StartsWith("""{"n":2,""", history[2].Before.Text());
        Assert.Null(history[2].After);
        Assert.Equal(4, reopened.GetOperations().Count());
    }

    [Fact]
    public void Operations_are_chosen_by_time()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Set("early", "{}");
        Thread.Sleep(20);
        DateTime between = DateTime.UtcNow;
        Thread.Sleep(20);
        store.Set("late", "{}");
        Assert.Equal(["late"], store.GetOperations(new OperationFilter { Since = between }).Select(operation => operation.Id));
        Assert.Equal(["early"], store.GetOperations(new OperationFilter { Until = between }).Select(operation => operation.Id));
        Assert.Empty(store.GetOperations(new OperationFilter { Agent = "unknown" }));
    }

    [Fact]
    public void What_is_written_after_the_call_is_not_in_it()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Set("a", "{}");
        IEnumerable<LoggedOperation> operations = store.GetOperations();
        store.Set("b", "{}");
        store.Compact();
        Assert.Equal(["a"], operations.Select(operation => operation.Id));
    }

    [Fact]
    public void Undo_appends_a_marked_inverse_and_erasing_cuts_the_log()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Set("a", """{"n":1}""");
        store.Compact();
        store.Set("a", """{"n":2}""");
        long before = store.GetStatistics().LogBytes;
        store.Set("a", """{"n":3}""");
        Assert.Equal("""{"n":3}""", Assert.Single(store.Erase()).After.Text());
        Assert.Equal(before, store.GetStatistics().LogBytes);
        Assert.Equal("""{"n":2}""", Assert.Single(store.Undo()).After.Text());
        Assert.True(store.GetStatistics().LogBytes > before);
        Assert.Equal("""{"n":1}""", Assert.Single(store.Undo()).After.Text());
        Assert.Equal(0, store.Count);
        Assert.Equal([false, false, true, true], store.GetOperations().Select(operation => operation.IsUndo));
        Assert.Empty(store.Undo());
    }

    [Fact]
    public void An_undo_is_never_undone()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share());
        store.Set("a", """{"n":1}""");
        store.Set("b", """{"n":1}""");
        store.Compact();
        store.Undo();
        store.Compact();
        store.Set("c", """{"n":1}""");
        store.Compact();
        Assert.Equal("c", Assert.Single(store.Undo()).Id);
        Assert.Equal("a", Assert.Single(store.Undo()).Id);
        Assert.Empty(store.Undo());
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public void A_batch_that_sets_and_removes_one_record_is_undone_across_a_checkpoint()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Set("kept", """{"n":1}""");
        store.Batch(batch =>
        {
            batch.Set("passing", "{}");
            batch.Set("kept", """{"n":2}""");
            batch.Delete("passing");
        });
        store.Compact();
        Assert.Equal(3, store.Undo().Count);
        Assert.Equal([new("kept", """{"n":1}""")], store.State());
        Assert.Single(store.Undo());
        Assert.Empty(store.Undo());
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public void A_step_whose_record_is_no_longer_what_it_left_is_not_undone()
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share()))
        {
            store.Set("a", """{"n":1}""");
            store.Set("a", """{"n":2}""");
            store.Compact();
        }

        // As a program does that takes records out of a snapshot without logging it.
        string snapshot = disk.List("snapshots/")[^1].Name;
        disk.Put(snapshot, "{\"version\":1,\"timestamp\":\"2026-01-01T00:00:00.000Z\"}\n"u8, PutCondition.None);
        string manifest = System.Text.Encoding.UTF8.GetString(disk.Read("manifest.json")!.Content);
        string foreign = "{\"version\"" + manifest[(manifest.IndexOf("\"version\"", StringComparison.Ordinal) + 9)..manifest.IndexOf(",\"snapshotSeal\"", StringComparison.Ordinal)] + "}";
        disk.Put("manifest.json", System.Text.Encoding.UTF8.GetBytes(foreign), PutCondition.None);
        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal(0, reopened.Count);
        UndoException error = Assert.Throws<UndoException>(() => reopened.Undo());
        Assert.Contains("'a'", error.Message);
        Assert.Equal(0, reopened.GetStatistics().OperationsSinceCheckpoint);
    }
}
