using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

/// <summary>What a call would refuse is refused by its check, which changes nothing and requires no writer.</summary>
public sealed class ForesightTests
{
    private readonly MemoryBackend _disk = new();

    [Theory]
    [InlineData("s", true)]
    [InlineData("none", false)]
    [InlineData("damaged", false)]
    public void A_restore_is_checked_with_its_own_errors(string segment, bool exists)
    {
        using OpsLogStore store = WithDamagedSegment();
        store.Set("b", """{"other":1}""");
        store.Set("c", """{"n":1,"m":[1,2]}""");
        Assert.IsType(exists ? typeof(RecordExistsException) : typeof(ArchiveSegmentException), SameError(
            store, opened => opened.CheckRestore(_ => true, segment), () => store.Restore(_ => true, segment)));
        store.CheckRestore(_ => true, "s", replace: true);
        store.CheckRestore(record => record.IdText != "b", "s");
        Assert.Equal(4, store.GetStatistics().ArchivedRecords);
        Assert.Equal(2, store.Restore(record => record.IdText != "b", "s").Records);
    }

    [Theory]
    [InlineData("S", typeof(InvalidNameException))]
    [InlineData("a b", typeof(InvalidNameException))]
    [InlineData("..", typeof(InvalidNameException))]
    [InlineData("damaged", typeof(ArchiveSegmentException))]
    public void An_archive_is_checked_with_its_own_errors(string segment, Type error)
    {
        using OpsLogStore store = WithDamagedSegment();
        store.Set("d", "{}");
        Assert.IsType(error, SameError(store, opened => opened.CheckArchive(_ => true, segment), () => store.Archive(_ => true, segment)));
        store.CheckArchive(_ => true, "s");
        store.CheckArchive(_ => false, "new");
        Assert.Equal(1, store.Count);
        Assert.Equal(1, store.Archive(_ => true, "s").Records);
    }

    [Fact]
    public void A_step_that_is_too_large_is_foreseen()
    {
        OpsLogStoreOptions small = new() { LargestStep = 1000 };
        using OpsLogStore store = OpsLogStore.Open(_disk.Share(), small);
        byte[] large = [.. "{\"x\":\""u8, .. Enumerable.Repeat((byte)'x', 600), .. "\"}"u8];
        store.Set("a", large);
        store.Archive(_ => true, "s");
        store.Set("a", """{"y":1}""");

        // The record fits, and with the one that it replaces it does not.
        store.Set("b", [.. "{\"x\":\""u8, .. Enumerable.Repeat((byte)'x', 100), .. "\"}"u8]);
        Assert.IsType<BatchStateException>(SameError(store, opened => opened.CheckArchive(_ => true, "s"), () => store.Archive(_ => true, "s"), small));
        store.CheckArchive(record => record.IdText == "b", "s");
    }

    [Fact]
    public void Names_are_checked_together_with_those_that_are_made_before()
    {
        using OpsLogStore store = RestoreSamples.Archived(_disk.Share());
        store.CheckSegmentName("Q1", ["Q2", "Q1"]);
        Assert.Throws<InvalidNameException>(() => store.CheckSegmentName("q1", ["Q2", "Q1"]));
        Assert.Throws<InvalidNameException>(() => store.CheckSegmentName("S", ["Q2"]));
        store.CheckSegmentName("q1");
    }

    [Fact]
    public void The_id_of_an_agent_is_checked_against_the_others()
    {
        using TemporaryDirectory directory = new();
        string place = directory["store"];
        OpsLogStore.CheckAgentId(place, "One");
        Assert.False(Directory.Exists(place));
        OpsLogStore.Open(place, new() { Agent = "One" }).Dispose();
        OpsLogStore.CheckAgentId(place, "One");
        Assert.Throws<InvalidNameException>(() => OpsLogStore.CheckAgentId(place, "one"));
        Assert.Throws<InvalidNameException>(() => OpsLogStore.CheckAgentId(place, "a b"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_trial_refuses_what_a_batch_refuses_and_writes_nothing(bool isReader)
    {
        using OpsLogStore writer = RestoreSamples.Archived(_disk.Share());
        writer.Set("a", "{}");
        using OpsLogStore reader = OpsLogStore.Open(_disk.Share(), new() { ReadOnly = true });
        OpsLogStore store = isReader ? reader : writer;
        using (StoreBatch trial = store.BeginTrial())
        {
            Assert.Throws<RecordExistsException>(() => trial.Set("a", "{}"u8, WriteCondition.IfMissing));
            Assert.False(trial.Set("a", "{ }"u8, WriteCondition.IfDifferent));
            Assert.Throws<RecordNotFoundException>(() => trial.Delete("none"));
            trial.Delete("a");
            Assert.Throws<RecordNotFoundException>(() => trial.Delete("a"));
            Assert.Throws<BatchStateException>(trial.Commit);
        }

        Assert.Equal("{}", store.GetText("a"));
        writer.Set("b", "{}");
        Assert.Equal(2, writer.Count);
    }

    [Fact]
    public void The_end_of_the_steps_says_whether_history_was_removed()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Set("a", "{}");
        store.Set("a", """{"n":1}""");
        Assert.Single(store.GetUndoableSteps(1, out UndoEnd end));
        Assert.Equal(new UndoEnd(null, false), end);
        Assert.Equal(2, store.GetUndoableSteps(3, out end).Count);
        Assert.Equal(new UndoEnd(null, false), end);
        store.Compact();
        store.Set("b", "{}");
        store.Compact();
        store.RemoveHistory(new(Keep: 1));
        Assert.Single(store.GetUndoableSteps(2, out end));
        Assert.Equal(new UndoEnd(null, true), end);
        store.Undo();
        Assert.Empty(store.GetUndoableSteps(1, out end));
        Assert.True(end.IsHistoryRemoved);
    }

    [Fact]
    public void The_end_of_the_steps_is_the_error_of_a_step_that_cannot_be_undone()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Set("a", """{"n":1}""");
        store.Compact();
        store.Set("b", """{"n":2}""");
        string log = _disk.List("ops/")[0].Name;
        byte[] bytes = [.. _disk.Read(log)!.Content];
        bytes[bytes.AsSpan().IndexOf("\"n\":1"u8) + 4] = (byte)'9';
        _disk.Put(log, bytes, PutCondition.None);
        Assert.Single(store.GetUndoableSteps(2, out UndoEnd end));
        UndoException refusal = Assert.IsType<UndoException>(end.Refusal);
        Assert.False(end.IsHistoryRemoved);
        store.Undo();
        Assert.Equal(refusal.Message, Assert.Throws<UndoException>(() => store.Undo()).Message);
    }

    [Fact]
    public void A_backup_is_checked_with_its_own_errors()
    {
        using TemporaryDirectory directory = new();
        string place = directory["store"];
        Assert.Throws<StoreNotFoundException>(() => StoreBackup.Check(place, directory["copy"]));
        OpsLogStore.Open(place).Dispose();
        StoreBackup.Check(place, directory["copy"]);
        Assert.False(Directory.Exists(directory["copy"]));
        Assert.Equal(BackupFault.DestinationInsideStore, Assert.Throws<BackupException>(() => StoreBackup.Check(place, Path.Combine(place, "copy"))).Fault);
        StoreBackup.Run(place, directory["copy"]);
        Assert.Equal(BackupFault.DestinationNotEmpty, Assert.Throws<BackupException>(() => StoreBackup.Check(place, directory["copy"])).Fault);
    }

    /// <summary>The error of a call, which its check gives too, in the store object itself and in a reader.</summary>
    private Exception? SameError(OpsLogStore store, Action<OpsLogStore> check, Action call, OpsLogStoreOptions? options = null)
    {
        SortedDictionary<string, string> before = store.StateById();
        Exception? own = Record.Exception(() => check(store));
        Exception? ofReader;
        using (OpsLogStore reader = OpsLogStore.Open(_disk.Share(), (options ?? new()) with { ReadOnly = true }))
        {
            ofReader = Record.Exception(() => check(reader));
        }

        Assert.Equal(before, store.StateById());
        Exception? real = Record.Exception(call);
        Assert.Equal(real?.Message, own?.Message);

        // A reader may have missed what others wrote, and its message says so.
        Assert.Equal(real?.GetType(), ofReader?.GetType());
        return real;
    }

    private OpsLogStore WithDamagedSegment()
    {
        OpsLogStore store = RestoreSamples.Archived(_disk.Share());
        store.Set("d", "{}");
        store.Archive(record => record.IdText == "d", "damaged");
        RestoreSamples.PutSegment(_disk, "damaged", "5");
        return store;
    }
}
