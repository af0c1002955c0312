using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store.Writing;

namespace OpsLog.Core.Tests.Store.Undo;

public class WriterUndoTests
{
    private readonly MemoryBackend _disk = new();

    [Fact]
    public void A_length_beyond_the_step_is_out_of_the_manifest_before_the_log_is_cut()
    {
        FaultyBackend observed = new(_disk.Share());
        using WriterParts writer = new(observed);
        writer.Write(("a", "{}"));
        long kept = writer.State.End.Offset;
        writer.Write(("b", "{}"));
        writer.Length.Note(writer.Turn);
        long? noted = null;
        observed.Before = (call, _) => noted = call == StorageCall.Truncate ? ManifestFile.Read(_disk).Manifest.LogLengths[writer.State.LogName] : noted;
        Assert.Equal("b", Assert.Single(writer.Undo.Erase(writer.Turn)).Id);
        Assert.Equal(kept, noted);
        Assert.Equal((kept, 1), (writer.State.End.Offset, writer.Owned.Lines()));
        Assert.Equal(["a"], writer.State.View().Ids());
    }

    [Fact]
    public void A_cut_that_fails_ends_all_writing()
    {
        FaultyBackend faulty = new(_disk.Share());
        using WriterParts writer = new(faulty);
        writer.Write(("a", "{}"));
        faulty.Fail(StorageCall.Truncate);
        Assert.Throws<StoreFailedException>(() => writer.Undo.Erase(writer.Turn));
        Assert.True(writer.Owned.Condition.HasFailed);
    }

    [Fact]
    public void Behind_a_checkpoint_the_last_step_is_undone_by_inverses_whatever_it_wrote_twice()
    {
        using WriterParts writer = new(_disk);
        writer.Write(("a", """{"n":1}"""));
        writer.Write(("a", """{"n":2}"""), ("b", "{}"), ("a", """{"n":3}"""), ("b", null));
        writer.Checkpoint.TakeIfNew(writer.Turn);
        Assert.Equal(4, writer.Undo.Undo(writer.Turn).Count);
        Assert.Equal(("""{"n":1}""", null), (writer.Owned.Get("a"), writer.Owned.Get("b")));
        Assert.Equal(4, writer.Owned.Lines());
        Assert.Equal("a", Assert.Single(writer.Undo.Undo(writer.Turn)).Id);
        Assert.Equal(5, writer.Owned.Lines());
        Assert.Empty(writer.Undo.Undo(writer.Turn));
        Assert.Equal(5, writer.Owned.Lines());
        Assert.Empty(writer.Owned.Load().State.Table.Freeze().Ids());
    }

    [Fact]
    public void A_step_from_before_the_checkpoint_that_ends_undo_is_none()
    {
        using WriterParts writer = new(_disk);
        writer.Write(("a", "{}"));
        writer.Checkpoint.Take(writer.Turn, endsUndo: true);
        Assert.Empty(writer.Undo.Undo(writer.Turn));
        writer.Write(("b", "{}"));
        writer.Checkpoint.TakeIfNew(writer.Turn);
        Assert.Equal("b", Assert.Single(writer.Undo.Undo(writer.Turn)).Id);
        Assert.Empty(writer.Undo.Undo(writer.Turn));
        Assert.Equal(["a"], writer.State.View().Ids());
    }

    [Fact]
    public void A_record_that_is_not_what_the_step_left_is_refused_and_nothing_is_written()
    {
        OtherProcess.Append(_disk, "ops/ops-1600000000000.jsonl", MadeUpStore.Set("a", """{"n":1}""") + MadeUpStore.Set("b", "{}"));
        MadeUpStore store = new MadeUpStore(_disk).WithSnapshot("{\"id\":\"a\",\"data\":{\"n\":1}}\n{\"id\":\"b\",\"data\":{\"n\":9}}\n");
        using WriterParts writer = new(store.Build());
        UndoException refused = Assert.Throws<UndoException>(() => writer.Undo.Undo(writer.Turn));
        Assert.Contains("'b'", refused.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), writer.State.Uncovered());
        Assert.Equal("""{"n":9}""", writer.Owned.Get("b"));
    }

    [Fact]
    public void A_step_is_not_cut_off_a_log_that_was_read_and_may_not_say_what_was_before()
    {
        string log = MadeUpStore.Set("a", """{"n":1}""") + "spoilt\n" + MadeUpStore.Set("a", """{"n":3}""", """{"n":2}""");
        using WriterParts writer = new(new MadeUpStore(_disk).WithLog(log).Build());
        long end = writer.State.End.Offset;

        // What it wrote itself is cut off, what it read is not.
        writer.Write(("b", "{}"));
        Assert.Equal("b", Assert.Single(writer.Undo.Erase(writer.Turn)).Id);
        Assert.Equal(end, writer.State.End.Offset);
        Assert.Contains("can't be erased", Assert.Throws<UndoException>(() => writer.Undo.Erase(writer.Turn)).Message, StringComparison.Ordinal);
        Assert.Equal(end, writer.State.End.Offset);
        Assert.Equal("a", Assert.Single(writer.Undo.Undo(writer.Turn)).Id);
        Assert.True(writer.State.End.Offset > end);
        Assert.Equal("""{"n":2}""", writer.Owned.Get("a"));
        Assert.Equal(StoreWarningKind.SkippedDamage, Assert.Single(writer.Owned.Warnings.ToList()).Kind);
    }
}
